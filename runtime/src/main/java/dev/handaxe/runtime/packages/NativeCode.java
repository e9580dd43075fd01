package dev.handaxe.runtime.packages;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells machine code, which a sandboxed worker never loads, by name and by its first bytes. */
final class NativeCode {
    static final int HEADER_BYTES = 4;

    private static final Pattern NAME =
            Pattern.compile(
                    ".*\\.(so(\\.[0-9]+)*|pyd|dylib|dll|exe|a|o|lib|jnilib|node|wasm|class|jar)");

    /** ELF, Mach-O in both sizes and byte orders, its fat form, and DOS with its usual stub. */
    private static final Set<Integer> MAGIC =
            Set.of(
                    0x7f454c46,
                    0xfeedface,
                    0xfeedfacf,
                    0xcefaedfe,
                    0xcffaedfe,
                    0xcafebabe,
                    0xbebafeca,
                    0x4d5a9000);

    private NativeCode() {}

    static boolean isNamedSo(String fileName) {
        return NAME.matcher(fileName.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether a file with these first bytes is machine code. */
    static boolean beginsSo(byte[] header) {
        return header.length >= HEADER_BYTES && MAGIC.contains(ByteBuffer.wrap(header).getInt());
    }
}
