package dev.handaxe.optimizer;

import dev.handaxe.optimizer.findings.Controls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How attempts of the set the run began with are made into one answer for each task. It sees what
 * the agent's user would see, never a verdict: {@link Seen} has none.
 */
enum SamplingArm {
    /** One more attempt after one that visibly failed; the last attempt is the answer. */
    RETRIES(Controls.RETRIES) {
        @Override
        boolean wantsMore(List<Seen> attempts) {
            return attempts.getLast().visiblyFailed();
        }

        @Override
        int choose(List<Seen> attempts) {
            return attempts.size() - 1;
        }
    },

    /** As many attempts as there may be; the first of those that most others agree with. */
    SELF_CONSISTENCY(Controls.SELF_CONSISTENCY) {
        @Override
        boolean wantsMore(List<Seen> attempts) {
            return true;
        }

        @Override
        int choose(List<Seen> attempts) {
            Map<String, Integer> votes = new HashMap<>();
            attempts.stream()
                    .map(Seen::answer)
                    .filter(answer -> !answer.isEmpty())
                    .forEach(answer -> votes.merge(answer, 1, Integer::sum));
            int best = 0;
            for (int i = 1; i < attempts.size(); i++) {
                if (votes(votes, attempts.get(i)) > votes(votes, attempts.get(best))) {
                    best = i;
                }
            }
            return best;
        }

        private static int votes(Map<String, Integer> votes, Seen attempt) {
            return votes.getOrDefault(attempt.answer(), 0);
        }
    };

    private final String text;

    SamplingArm(String text) {
        this.text = text;
    }

    /** The arm's name. */
    String text() {
        return text;
    }

    /** Whether the task deserves another attempt. */
    abstract boolean wantsMore(List<Seen> attempts);

    /** Which attempt is the task's answer. */
    abstract int choose(List<Seen> attempts);

    /**
     * What can be seen of an attempt without knowing the right answer.
     *
     * @param answer in the form of {@link AnswerForm}; empty if there is none
     * @param visiblyFailed no answer, calls where the answer should be, or a last call that failed
     */
    record Seen(String answer, boolean visiblyFailed) {
        static Seen of(Rollout rollout) {
            String answer = AnswerForm.of(rollout.finalMessage());
            boolean stillCalling =
                    rollout.messages().getLast() instanceof Message.Assistant said
                            && !said.calls().isEmpty();
            boolean lastCallFailed =
                    !rollout.calls().isEmpty() && rollout.calls().getLast().failed();
            return new Seen(answer, answer.isEmpty() || stillCalling || lastCallFailed);
        }
    }
}
