package dev.handaxe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutionPolicyTest {

    @Test
    void untrustedIsTheDefaultWithItsPromisedLimits() {
        ExecutionPolicy policy = ExecutionPolicy.untrusted();
        assertThat(policy.name()).isEqualTo("untrusted");
        assertThat(policy.isolation()).isEqualTo(Isolation.CONTEXT);
        assertThat(policy.limits().cpu()).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.limits().wall()).isEqualTo(Duration.ofSeconds(5));
        assertThat(policy.limits().heapBytes()).isEqualTo(256L << 20);
        assertThat(policy.limits().get(LimitName.OUTPUT_BYTES)).isEqualTo(1 << 20);
        assertThat(policy.limits().get(LimitName.RECURSION)).isEqualTo(1_000);
        assertThat(ExecutionPolicy.presets().getFirst()).isEqualTo("untrusted");
    }

    @Test
    void evaluationAllowsMoreTimeAndHeapAndNothingElse() {
        ExecutionPolicy policy = ExecutionPolicy.evaluation();
        assertThat(policy.name()).isEqualTo("evaluation");
        assertThat(policy.limits())
                .isEqualTo(
                        ExecutionPolicy.untrusted()
                                .limits()
                                .with(LimitName.CPU_MS, 10_000)
                                .with(LimitName.WALL_MS, 15_000)
                                .with(LimitName.HEAP_BYTES, 512L << 20)
                                .with(LimitName.ALLOCATED_BYTES, 128L << 30));
        assertThat(policy.isolation()).isEqualTo(Isolation.CONTEXT);
    }

    @Test
    void everyPresetIsFoundByItsName() {
        assertThat(ExecutionPolicy.presets()).containsExactly("untrusted", "evaluation", "session");
        for (String name : ExecutionPolicy.presets()) {
            assertThat(ExecutionPolicy.preset(name).name()).isEqualTo(name);
        }
    }

    @Test
    void anUnknownPresetIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> ExecutionPolicy.preset("lax\u001b"))
                .isInstanceOf(PolicyException.class)
                .hasMessage(
                        "no preset is called 'lax\\u001b': there are untrusted, evaluation, session");
    }

    @Test
    void oneLimitOrTheIsolationIsChangedInACopy() {
        ExecutionPolicy policy = ExecutionPolicy.untrusted();
        ExecutionPolicy changed = policy.with(LimitName.CPU_MS, 500).with(Isolation.PROCESS);
        assertThat(changed.limits().get(LimitName.CPU_MS)).isEqualTo(500);
        assertThat(changed.limits().get(LimitName.WALL_MS)).isEqualTo(5_000);
        assertThat(changed.isolation()).isEqualTo(Isolation.PROCESS);
        assertThat(policy).isEqualTo(ExecutionPolicy.untrusted()).isNotEqualTo(changed);
        assertThatThrownBy(() -> policy.with(LimitName.CPU_MS, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void workersThatCompileAreForPoliciesThatDoNotComeFromUntrusted() {
        ExecutionPolicy evaluation = ExecutionPolicy.evaluation();
        assertThat(evaluation.image()).isEqualTo(Image.STARTUP);
        assertThat(evaluation.origin()).contains("evaluation");
        for (Image image : Image.values()) {
            assertThat(evaluation.with(image).with(LimitName.CPU_MS, 5).image()).isEqualTo(image);
            assertThat(ExecutionPolicy.session().with(image).image()).isEqualTo(image);
        }
        assertThat(evaluation.with(Image.JIT))
                .isNotEqualTo(evaluation)
                .isEqualTo(evaluation.with(Image.AUTO).with(Image.JIT));
        ExecutionPolicy untrusted = ExecutionPolicy.untrusted().with(LimitName.CPU_MS, 5);
        assertThat(untrusted.with(Image.STARTUP)).isEqualTo(untrusted);
        for (Image image : List.of(Image.JIT, Image.AUTO)) {
            assertThatThrownBy(() -> untrusted.with(image))
                    .isInstanceOf(PolicyException.class)
                    .hasMessage(
                            "policy untrusted: /image: must be startup in a policy that comes from"
                                    + " the preset untrusted: extend evaluation or session for"
                                    + " another");
        }
    }

    @Test
    void aPolicyOfOnesOwnComesFromNoPreset() {
        ExecutionPolicy own =
                ExecutionPolicy.builder("own", ExecutionPolicy.untrusted().limits())
                        .image(Image.AUTO)
                        .build();
        assertThat(own.origin()).isEmpty();
        assertThat(own.image()).isEqualTo(Image.AUTO);
    }
}
