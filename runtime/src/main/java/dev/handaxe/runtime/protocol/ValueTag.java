package dev.handaxe.runtime.protocol;

/** The first byte of each encoded value. */
final class ValueTag {
    static final int NONE = 0;
    static final int TRUE = 1;
    static final int FALSE = 2;
    static final int INT = 3;
    static final int FLOAT = 4;
    static final int COMPLEX = 5;
    static final int STR = 6;
    static final int BYTES = 7;
    static final int LIST = 8;
    static final int TUPLE = 9;
    static final int SET = 10;
    static final int FROZENSET = 11;
    static final int DICT = 12;

    private ValueTag() {}
}
