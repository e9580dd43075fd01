package dev.handaxe.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Image;
import dev.handaxe.policy.Isolation;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.internal.WorkerImage.Compiler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HotSetsTest {
    private static final ExecutionPolicy AUTO = ExecutionPolicy.evaluation().with(Image.AUTO);
    private static final Duration MOST = HotSets.THRESHOLD.minusMillis(1);

    private final HotSets sets = new HotSets();

    @Test
    void aSetIsHotOnceItsCallsHaveUsedTheThresholdTogether() {
        HotSets.Key key = key("f", "tenant");
        assertThat(sets.isHot(key)).isFalse();
        sets.used(key, MOST);
        assertThat(sets.isHot(key)).isFalse();
        sets.used(key, Duration.ofMillis(1));
        assertThat(sets.isHot(key)).isTrue();
        assertThat(key.hot().compilesPython()).isTrue();
        assertThat(key.startup().compilesPython()).isFalse();
    }

    @Test
    void anotherSetAnotherTenantAndAnotherWorkerAreCountedOnTheirOwn() {
        sets.used(key("f", "tenant"), HotSets.THRESHOLD);

        assertThat(sets.isHot(key("g", "tenant"))).isFalse();
        assertThat(sets.isHot(key("f", "other"))).isFalse();
        Profile larger = profile("tenant", 2);
        assertThat(HotSets.key(set("f"), AUTO, larger).map(sets::isHot)).contains(false);
        assertThat(sets.isHot(key("f", "tenant"))).isTrue();
    }

    @Test
    void onlyCallsWhoseImageIsOpenAreCounted() {
        Profile profile = profile("tenant", 1);
        FunctionSet set = set("f");

        assertThat(HotSets.key(set, AUTO, profile)).isPresent();
        assertThat(HotSets.key(set, AUTO.with(Isolation.SESSION), profile)).isPresent();
        assertThat(HotSets.key(FunctionSet.empty(), AUTO, profile)).isEmpty();
        assertThat(HotSets.key(set, AUTO.with(Image.STARTUP), profile)).isEmpty();
        assertThat(HotSets.key(set, AUTO.with(Image.JIT), profile)).isEmpty();
        assertThat(HotSets.key(set, AUTO.with(Isolation.PROCESS), profile)).isEmpty();
        assertThat(HotSets.key(set, AUTO.with(TraceMode.LINES), profile)).isEmpty();
    }

    @Test
    void theSetThatWasUsedLongestAgoIsForgottenFirst() {
        HotSets.Key first = key("f", "first");
        HotSets.Key second = key("f", "second");
        sets.used(first, HotSets.THRESHOLD);
        sets.used(second, HotSets.THRESHOLD);
        for (int i = 0; i < HotSets.MAX_SETS - 1; i++) {
            sets.used(key("f", "tenant " + i), Duration.ZERO);
            assertThat(sets.isHot(second)).isTrue();
        }

        assertThat(sets.size()).isEqualTo(HotSets.MAX_SETS);
        assertThat(sets.isHot(first)).isFalse();
        assertThat(sets.isHot(second)).isTrue();
    }

    private static HotSets.Key key(String function, String tenant) {
        return HotSets.key(set(function), AUTO, profile(tenant, 1)).orElseThrow();
    }

    private static FunctionSet set(String name) {
        var function = FunctionDefinition.builder(name, "def " + name + "(): pass\n").build();
        return FunctionSet.of(List.of(function));
    }

    private static Profile profile(String tenant, long heap) {
        return new Profile(
                heap, Compiler.QUICK, tenant, Profile.Reuse.WORKER, List.of(), Optional.empty());
    }
}
