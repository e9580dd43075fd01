package dev.handaxe.cli.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a cell trains: as the paper does, or with a part of the method taken away. Immutable. */
public enum Variant {
    /** One set stands; an edited one with no lower training score takes its place. */
    PAPER("paper", "the paper's method"),
    /** Every edited set takes the place of the one before, to the last epoch. */
    NO_ROLLBACK("no-rollback", "without roll-back and early stop"),
    /** One answer of the optimizer gives the whole set anew; the rest is as in the paper. */
    WHOLE_SET("whole-set", "the whole set rewritten at once");

    private final String word;
    private final String about;

    Variant(String word, String about) {
        this.word = word;
        this.about = about;
    }

    /** Its name on the command line. */
    public String word() {
        return word;
    }

    /** What it is, in a few words. */
    public String about() {
        return about;
    }

    /** The variant of that name. */
    public static Optional<Variant> of(String word) {
        return Arrays.stream(values()).filter(variant -> variant.word.equals(word)).findFirst();
    }

    /** All names. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Variant::word).toList();
    }
}
