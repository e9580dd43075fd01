package dev.handaxe.policy;

import java.util.List;

/**
 * A policy has errors. Each problem is one line: where it is, what is wrong, what would be right.
 *
 * <p>Immutable.
 */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // always List.copyOf of strings, which is serializable
    private final List<String> problems;

    /** With at least one problem. */
    public PolicyException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** All problems found, in the order of the file. */
    public List<String> problems() {
        return problems;
    }
}
