package dev.handaxe.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * The head of a page that needs no network: its policy allows its own style sheet, and its own
 * script if it has one, by their hashes, and nothing else.
 */
final class PageHead {
    private static final String STYLE = resource("report.css");

    private PageHead() {}

    /** The head of a page without a script. */
    static void write(Html html, String title) {
        write(html, title, "'none'");
    }

    /** The head of a page with that script. */
    static void withScript(Html html, String title, String script) {
        write(html, title, "'" + hash(script) + "'");
    }

    private static void write(Html html, String title, String scripts) {
        String policy =
                "default-src 'none'; style-src '%s'; script-src %s; base-uri 'none'; form-action 'none';"
                                .formatted(hash(STYLE), scripts)
                        + " require-trusted-types-for 'script'; trusted-types 'none'";
        html.open("head");
        html.single("meta", "charset", "utf-8");
        html.single("meta", "http-equiv", "Content-Security-Policy", "content", policy);
        html.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.single("meta", "name", "color-scheme", "content", "light dark");
        html.single("meta", "name", "referrer", "content", "no-referrer");
        html.element("title", title);
        html.open("style");
        html.trusted(STYLE);
        html.close("style");
        html.close("head");
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A text file beside this class. */
    static String resource(String name) {
        try (InputStream stream =
                Objects.requireNonNull(PageHead.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
