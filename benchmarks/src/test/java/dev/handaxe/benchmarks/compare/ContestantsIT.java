package dev.handaxe.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.benchmarks.ReferencePrograms;
import dev.handaxe.benchmarks.TestFiles;
import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
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

    private static void assumeNode() {
        assumeTrue(
                HostCommand.firstLine(List.of("node", "--version")).isPresent(),
                "skipped: this host has no node");
    }

    /** Puts a package with this text where Monty would be. */
    private Path monty(String text) throws IOException {
        Path home = Files.createDirectories(folder.resolve("node_modules/@pydantic/monty"));
        Files.writeString(
                home.resolve("package.json"),
                "{\"version\": \"9.9\", \"type\": \"module\", \"main\": \"index.js\"}");
        return Files.writeString(home.resolve("index.js"), text);
    }

    @Test
    void theSandboxInBothForms() {
        for (SandboxContestant.Kind kind : SandboxContestant.Kind.values()) {
            check(SandboxContestant.open(kind, 2));
        }
    }

    @Test
    void moreSessionsThanASandboxHasUsually() {
        try (Contestant sessions = SandboxContestant.open(SandboxContestant.Kind.SESSION, 9)) {
            assertThat(sessions.run(Collections.nCopies(18, "import time\ntime.sleep(0.2)\n")))
                    .isEqualTo(18);
            assertThat(sessions.calls(1)).hasSize(1);
        }
    }

    @Test
    void cpythonBareAndConfined() {
        Optional<Interpreter> python = Interpreter.find();
        assumeTrue(python.isPresent(), "skipped: this host has no python3");
        assertThat(Path.of(python.get().path())).isAbsolute();
        check(PythonProcesses.bare(python.get(), 2));
        assumeTrue(PythonProcesses.canConfine(), "skipped: this host has no bubblewrap");
        check(PythonProcesses.confined(python.get(), 2));
    }

    @Test
    void aPeerInNodeIsDrivenOverItsPipes() throws IOException {
        assumeNode();
        monty(
                """
                export class Monty {
                  constructor(text) { this.text = text; }
                  run() {
                    if (!this.text.includes('== 1') && !this.text.includes('plus')) throw new Error('no');
                    return 5;
                  }
                }
                """);

        try (Contestant monty = NodePeer.open(NodePeer.Kind.MONTY, folder)) {
            assertThat(monty.version()).startsWith("Monty 9.9 (Node ");
            assertThat(monty.run(PROGRAMS)).isEqualTo(1);
            assertThat(monty.calls(7)).hasSize(7);
        }
        assertThat(NodePeer.isThere(NodePeer.Kind.MONTY, folder)).isTrue();
        assertThat(NodePeer.isThere(NodePeer.Kind.PYODIDE, folder)).isFalse();
    }

    @Test
    void aPeerThatIsBrokenSaysSo() throws IOException {
        assumeNode();
        Path index = monty("export class Monty { run() { throw new Error('it is broken'); } }");

        try (Contestant broken = NodePeer.open(NodePeer.Kind.MONTY, folder)) {
            assertThatThrownBy(() -> broken.calls(3))
                    .isInstanceOf(HandaxeException.class)
                    .hasMessage("its calls failed: it is broken");
        }
        Files.writeString(index, "throw new Error('it does not load')");
        assertThatThrownBy(() -> NodePeer.open(NodePeer.Kind.MONTY, folder))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("it does not load");
    }

    @Test
    void referenceSolutionsAreProgramsOrRefused() {
        assertThat(ReferencePrograms.shipped()).hasSize(18).allMatch(text -> text.contains("def "));
        assertThat(ReferencePrograms.of("humaneval", TestFiles.mini("humaneval.jsonl"))).hasSize(3);
        assertThatThrownBy(() -> ReferencePrograms.of("cruxeval", TestFiles.mini("cruxeval.jsonl")))
                .hasMessageContaining("has no programs");
    }
}
