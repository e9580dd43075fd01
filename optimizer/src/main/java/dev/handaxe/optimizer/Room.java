package dev.handaxe.optimizer;

/**
 * Text of at most so many characters, made of sections that are put in whole or not at all.
 * Confined to one thread.
 */
final class Room {
    private final StringBuilder out = new StringBuilder();
    private final int maxChars;

    Room(int maxChars) {
        this.maxChars = maxChars;
    }

    /** Characters that are left. */
    int left() {
        return maxChars - out.length();
    }

    /** Whether the section fitted. */
    boolean add(String section) {
        if (section.length() > left()) {
            return false;
        }
        out.append(section);
        return true;
    }

    String text() {
        return out.toString();
    }
}
