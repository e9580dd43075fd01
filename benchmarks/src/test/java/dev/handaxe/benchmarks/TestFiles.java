package dev.handaxe.benchmarks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.benchmarks.data.RecordReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** Where tests find files: the miniatures that ship, and the shared folder, which may be absent. */
public final class TestFiles {
    private TestFiles() {}

    /** A miniature of a data set. */
    public static Path mini(String name) {
        URL url = Objects.requireNonNull(TestFiles.class.getResource(name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file of the folder {@code shared} beside the project; skips the test if it is absent. */
    public static Path shared(String name) {
        String named = System.getenv("HANDAXE_SHARED");
        Path found = named == null ? besideTheProject() : Path.of(named);
        Path file = found.resolve(name);
        assumeTrue(
                Files.exists(file),
                "skipped: there is no ../shared/" + name + " beside the project");
        return file;
    }

    private static Path besideTheProject() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared");
            if (Files.isDirectory(folder.resolve("data"))) {
                return folder;
            }
        }
        return Path.of("shared");
    }

    public static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    public static Path gzip(Path file, byte[] content) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content);
        }
        return file;
    }

    /** A file of samples; a lone surrogate is escaped, as it cannot be written otherwise. */
    static Path samples(Path file, String... idsAndCompletions) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < idsAndCompletions.length; i += 2) {
            lines.append(
                    RecordReader.JSON
                            .createObjectNode()
                            .put("task_id", idsAndCompletions[i])
                            .put("completion", idsAndCompletions[i + 1]));
            lines.append('\n');
        }
        return write(file, lines.toString().replace("\ud800", "\\ud800"));
    }
}
