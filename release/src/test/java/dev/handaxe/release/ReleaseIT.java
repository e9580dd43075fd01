package dev.handaxe.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked where nothing else of a build is. */
class ReleaseIT {
    @TempDir private Path folder;

    private record Run(int exitCode, String out, String err) {}

    @Test
    void theArchiveIsAllThatTheCommandNeeds() throws Exception {
        Path archive = Path.of(System.getProperty("archive"));
        assertThat(run("tar", "-xzf", archive.toString(), "-C", folder.toString()).exitCode())
                .isZero();
        Path unpacked = folder.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
        Path link = folder.resolve("handaxe");
        Files.createSymbolicLink(link, unpacked.resolve("handaxe"));
        Path program = Files.writeString(folder.resolve("p.py"), "print(6 * 7)\n");

        Run first = run(link.toString(), "run", program.toString());
        assertThat(first.exitCode()).as("%s", first).isZero();
        assertThat(first.out()).isEqualTo("42\n");
        Run second = run(link.toString(), "run", program.toString());
        assertThat(second.out()).isEqualTo("42\n");
        assertThat(second.err()).isEmpty();
        assertThat(run(link.toString(), "train", "demo", "--out", folder.resolve("r").toString()))
                .satisfies(run -> assertThat(run.exitCode()).as("%s", run).isZero());
        try (Stream<Path> files = Files.list(unpacked)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("handaxe", "lib", "docs", "README.md", "LICENSE")
                    .doesNotContain("pom.xml", "target");
        }
    }

    private Run run(String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", null);
        Path err = Files.createTempFile(folder, "err", null);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("HANDAXE_JAVA_HOME", System.getProperty("java.home"));
        List.of("XDG_CACHE_HOME", "HANDAXE_BUILD").forEach(builder.environment()::remove);
        int exitCode = builder.start().waitFor();
        return new Run(exitCode, Files.readString(out), Files.readString(err));
    }
}
