package dev.handaxe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsTest {

    private static final Limits LIMITS = ExecutionPolicy.untrusted().limits();

    @ParameterizedTest
    @EnumSource
    void aLimitTakesItsWholeRangeAndNothingBeyond(LimitName name) {
        assertThat(LIMITS.with(name, name.min()).get(name)).isEqualTo(name.min());
        assertThat(LIMITS.with(name, name.max()).get(name)).isEqualTo(name.max());
        assertThatThrownBy(() -> LIMITS.with(name, name.min() - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "limit %s is %d, allowed is %d to %d",
                        name.key(), name.min() - 1, name.min(), name.max());
        assertThatThrownBy(() -> LIMITS.with(name, name.max() + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void everyLimitMustBeSet(LimitName name) {
        Map<LimitName, Long> values = new EnumMap<>(LIMITS.values());
        values.remove(name);
        assertThatThrownBy(() -> new Limits(values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit " + name.key() + " is missing");
    }

    @ParameterizedTest
    @EnumSource
    void aLimitIsFoundByItsKey(LimitName name) {
        assertThat(name.key()).isEqualTo(name.name().toLowerCase(Locale.ROOT)).matches("[a-z_]+");
        assertThat(LimitName.ofKey(name.key())).contains(name);
        assertThat(LimitName.ofKey(name.name())).isEmpty();
    }

    @Test
    void theValuesAreACopyThatCannotBeChanged() {
        Map<LimitName, Long> values = new HashMap<>(LIMITS.values());
        var limits = new Limits(values);
        values.put(LimitName.CPU_MS, 1L);
        assertThat(limits).isEqualTo(LIMITS);
        assertThatThrownBy(() -> limits.values().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
