package dev.handaxe.optimizer.tools;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Outcomes as an agent is told them: printable, bounded, and the same in every run, because a
 * recorded conversation is replayed against them.
 */
public final class ToolReply {
    public static final int MAX_CHARS = 4_000;

    private static final int REPAIR_TOKENS = 400;

    /** The address in Python's default {@code repr}. */
    private static final Pattern ADDRESS = Pattern.compile(" at 0x[0-9a-fA-F]+>");

    private ToolReply() {}

    /** What a call of a function gave. */
    public static String ofCall(Outcome outcome) {
        return switch (outcome) {
            case Outcome.LimitExceeded limit -> limit(limit.breach());
            case Outcome.Lost _ -> "The call was lost and gave no result.";
            case Outcome.Returned _ -> text(outcome);
            case Outcome.Raised _ -> text(outcome);
            case Outcome.Denied _ -> text(outcome);
            case Outcome.Rejected _ -> text(outcome);
        };
    }

    /** What a program gave: what it printed. */
    public static String ofProgram(Outcome outcome) {
        if (!(outcome instanceof Outcome.Returned returned)) {
            return ofCall(outcome);
        }
        String printed = returned.report().stdout() + returned.report().stderr();
        return printed.isBlank()
                ? "The program ended and printed nothing. Print what you want to see."
                : OutcomeFormat.printable(steady(printed.stripTrailing()), MAX_CHARS);
    }

    /** What a trial gave, for a model that is to mend the code. */
    public static String forRepair(Outcome outcome, List<String> sources) {
        return switch (outcome) {
            case Outcome.Raised _, Outcome.Denied _ ->
                    steady(OutcomeFormat.forModel(outcome, sources, REPAIR_TOKENS));
            case Outcome.Returned _ -> ofCall(outcome);
            case Outcome.LimitExceeded _ -> ofCall(outcome);
            case Outcome.Lost _ -> ofCall(outcome);
            case Outcome.Rejected _ -> ofCall(outcome);
        };
    }

    /** The limit without what was used and where: both differ from run to run. */
    public static String limit(Outcome.Breach breach) {
        LimitName limit = breach.limit();
        return "Stopped by the limit %s: more than the allowed %d was used."
                .formatted(limit.key(), breach.allowed());
    }

    /** Guest text without addresses. */
    public static String steady(String text) {
        return ADDRESS.matcher(text).replaceAll(">");
    }

    private static String text(Outcome outcome) {
        return steady(OutcomeFormat.text(outcome, MAX_CHARS));
    }
}
