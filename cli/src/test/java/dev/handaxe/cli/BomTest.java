package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bom, which has no parent to take anything from. */
class BomTest {
    private static final List<String> NOT_TO_DEPEND_ON =
            List.of("worker", "worker-jit", "cli", "examples", "micro", "bom", "release");

    private final Path root = Path.of(System.getProperty("handaxe.root"));

    @Test
    void itHasTheBuildsVersionAndEveryArtifactForOthers() throws IOException {
        String build = Files.readString(root.resolve("pom.xml"));
        String bom = Files.readString(root.resolve("bom/pom.xml"));

        assertThat(all(bom, "\n  <version>([^<]+)</version>"))
                .containsExactlyElementsOf(all(build, "\n  <version>([^<]+)</version>").toList());
        List<String> artifacts =
                all(build, "<module>([^<]+)</module>")
                        .filter(module -> !NOT_TO_DEPEND_ON.contains(module))
                        .filter(module -> !module.contains("/"))
                        .toList();
        assertThat(artifacts).hasSizeGreaterThanOrEqualTo(7);
        assertThat(all(bom, "        <artifactId>([^<]+)</artifactId>\n        <version>"))
                .containsExactlyInAnyOrderElementsOf(artifacts);
    }

    private static Stream<String> all(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        return found.results().map(result -> result.group(1));
    }
}
