package dev.handaxe.benchmarks;

import java.util.Locale;

/**
 * Where the verdict on a sample of code is made.
 *
 * <p>A task that cannot be graded as asked is graded by the next way in this order, and that is
 * said. Data sets whose answers are values (CRUXEval, HumanEval+) are always graded outside.
 */
public enum Grading {
    /**
     * Inputs and expected values stay with the supervisor. The sample is given one input at a time
     * and only the value that it returns comes back, as data, to be compared here. Nothing that a
     * sample does can change the verdict. Needs tests that are plain assertions: a call with
     * literals, compared with a literal.
     */
    OUTSIDE,
    /**
     * The tests run in a guest of their own, apart from the sample's. When they call its function,
     * the arguments go over and the value comes back as data. A sample cannot reach the tests, and
     * no object of its own, such as one that equals everything, gets to them. Needs tests that use
     * functions of the sample only, not its classes.
     */
    GUEST,
    /**
     * Sample and tests are one program, as in the data sets' own harnesses. It passes if it comes
     * to its last line. A sample can read and change the tests, and so forge its verdict.
     */
    TOGETHER;

    /** The lower-case word of options and of files of results. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
