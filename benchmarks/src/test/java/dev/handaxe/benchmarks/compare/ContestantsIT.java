package dev.handaxe.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.benchmarks.ReferencePrograms;
import dev.handaxe.benchmarks.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each contestant, on programs that pass and programs that do not. */
class ContestantsIT {
    private static final List<String> PROGRAMS =
            List.of(
                    "x = 1\nassert x == 1\n",
                    "assert False\n",
                    "y = 2\nassert 'x' not in globals()\n",
                    "def f(:\n");
    private static final int PASS = 2;

    @TempDir private Path folder;

    private static void check(Contestant contestant) {
        try (contestant) {
            assertThat(contestant.run(PROGRAMS)).as(contestant.name()).isEqualTo(PASS);
            assertThat(contestant.calls(3)).hasSize(3).doesNotContain(0);
            assertThat(contestant.version()).isNotBlank();
        }
    }

    @Test
    void theSandboxInBothForms() {
        for (SandboxContestant.Kind kind : SandboxContestant.Kind.values()) {
            check(SandboxContestant.open(kind, 2));
        }
    }

    @Test
    void cpythonBareAndConfined() throws IOException {
        Optional<Contestant> bare = PythonProcesses.bare(2);
        assumeTrue(bare.isPresent(), "skipped: this host has no python3");
        check(bare.get());
        Optional<Contestant> confined = PythonProcesses.confined(2);
        assumeTrue(confined.isPresent(), "skipped: this host has no bubblewrap that works");
        check(confined.get());
    }

    @Test
    void aPeerInNodeIsDrivenOverItsPipes() throws IOException {
        assumeTrue(
                HostCommand.firstLine(List.of("node", "--version")).isPresent(),
                "skipped: this host has no node");
        Path home = Files.createDirectories(folder.resolve("node_modules/@pydantic/monty"));
        Files.writeString(
                home.resolve("package.json"),
                "{\"version\": \"9.9\", \"type\": \"module\", \"main\": \"index.js\"}");
        Files.writeString(
                home.resolve("index.js"),
                """
                export class Monty {
                  constructor(text) { this.text = text; }
                  run() {
                    if (!this.text.includes('== 1') && !this.text.includes('plus')) throw new Error('no');
                    return 5;
                  }
                }
                """);

        try (Contestant monty = NodePeer.open(NodePeer.Kind.MONTY, folder).orElseThrow()) {
            assertThat(monty.version()).startsWith("Monty 9.9 (Node ");
            assertThat(monty.run(PROGRAMS)).isEqualTo(1);
            assertThat(monty.calls(7)).hasSize(7);
        }
        assertThat(NodePeer.open(NodePeer.Kind.PYODIDE, folder)).isEmpty();
    }

    @Test
    void referenceSolutionsAreProgramsOrRefused() {
        assertThat(ReferencePrograms.shipped()).hasSize(18).allMatch(text -> text.contains("def "));
        assertThat(ReferencePrograms.of("humaneval", TestFiles.mini("humaneval.jsonl"))).hasSize(3);
        assertThatThrownBy(() -> ReferencePrograms.of("cruxeval", TestFiles.mini("cruxeval.jsonl")))
                .hasMessageContaining("has no programs");
    }
}
