package dev.handaxe.runtime;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HexFormat;

/** Appends JSON tokens that are printable ASCII, whatever the text holds. */
final class AsciiJson {
    private static final HexFormat HEX = HexFormat.of();

    private AsciiJson() {}

    /** A JSON string; lone surrogates survive as escapes. */
    static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        out.append("\\u").append(HEX.toHexDigits(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** A JSON string of its own. */
    static String string(String text) {
        var out = new StringBuilder(text.length() + 2);
        string(out, text);
        return out.toString();
    }

    /** Milliseconds as a plain JSON number, with as many decimals as it takes. */
    static String millis(Duration duration) {
        BigDecimal nanos =
                BigDecimal.valueOf(duration.toSeconds(), -3)
                        .add(BigDecimal.valueOf(duration.toNanosPart(), 6));
        return nanos.stripTrailingZeros().toPlainString();
    }
}
