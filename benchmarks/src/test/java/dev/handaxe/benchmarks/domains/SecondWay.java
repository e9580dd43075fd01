package dev.handaxe.benchmarks.domains;

/**
 * Another way to the answer of every kind of problem. Problems with a table are solved from the
 * table in the text of the question, so that the text is checked, too.
 */
final class SecondWay {
    private SecondWay() {}

    static String answer(Problem problem, String question) {
        return switch (problem) {
            case Circle circle -> SecondNumbers.circle(circle);
            case Recurrence recurrence -> SecondNumbers.recurrence(recurrence);
            case Divisors divisors -> SecondNumbers.divisors(divisors);
            case DigitSums digits -> SecondNumbers.digits(digits);
            case Coins coins -> SecondNumbers.coins(coins);
            case Paths paths -> SecondNumbers.paths(paths);
            case FilteredTotal filtered -> SecondTables.filtered(filtered, question);
            case JoinedTotal _ -> SecondTables.joined(question);
            case WeightedMean mean -> SecondTables.mean(mean, question);
            case RankedSum ranked -> SecondTables.ranked(ranked, question);
            case RunningStock running -> SecondTables.running(running, question);
            case PairMedian _ -> SecondTables.median(question);
            case OpenDays open -> SecondCalendar.openDays(open);
            case Deadline deadline -> SecondCalendar.deadline(deadline);
            case Meetings meetings -> SecondCalendar.meetings(meetings);
            case Signals signals -> SecondCalendar.signals(signals);
            case Shifts shifts -> SecondTables.shifts(shifts, question);
            case MixedUnits _ -> SecondTables.units(question);
        };
    }
}
