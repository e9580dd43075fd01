package dev.handaxe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policy files that extend other files. */
class PolicyExtendsTest {
    @TempDir private Path folder;

    @Test
    void aFileExtendsAFileBesideItAndItsPathsStayWhereTheyWere() throws IOException {
        write(
                "base/team.json",
                """
                {"extends": "evaluation", "limits": {"cpu_ms": 1, "threads": 2}, "folder": true,
                 "inputs": {"a": "data/a.csv"}, "deterministic": {"seed": 4}}
                """);
        write("middle.json", "{\"extends\": \"base/team.json\", \"limits\": {\"cpu_ms\": 2}}");
        ExecutionPolicy policy =
                ExecutionPolicy.read(
                        write(
                                "own/mine.json",
                                "{\"extends\": \"../middle.json\", \"trace\": \"calls\"}"));

        assertThat(policy.name()).isEqualTo("mine.json");
        assertThat(policy.limits())
                .isEqualTo(
                        ExecutionPolicy.evaluation()
                                .limits()
                                .with(LimitName.CPU_MS, 2)
                                .with(LimitName.THREADS, 2));
        assertThat(policy.grants().folder()).isTrue();
        assertThat(policy.trace()).isEqualTo(TraceMode.CALLS);
        assertThat(policy.determinism()).contains(new Determinism(4, Determinism.DEFAULT_CLOCK));
        assertThat(policy.grants().inputs())
                .containsExactly(Map.entry("a", folder.resolve("own/../base/data/a.csv")));
    }

    @Test
    void whatABaseGrantsCanBeTakenBack() throws IOException {
        write(
                "base.json",
                """
                {"folder": true, "packages": ["sympy"], "inputs": {"a": "a"}, "host_functions": ["f"],
                 "modules": {"allow": ["json"]}, "deterministic": {"seed": 4}}
                """);
        ExecutionPolicy policy =
                ExecutionPolicy.read(
                        write(
                                "mine.json",
                                """
                                {"extends": "base.json", "folder": false, "packages": [], "inputs": {},
                                 "host_functions": [], "modules": {"deny": []}, "deterministic": false}
                                """));
        assertThat(policy.grants()).isEqualTo(Grants.none());
        assertThat(policy.determinism()).isEmpty();
    }

    @Test
    void aCircleIsToldHoweverItIsWritten() throws IOException {
        Path first = write("a.json", "{\"extends\": \"b.json\"}");
        Path second = write("b.json", "{\"extends\": \"./x/../a.json\"}");
        Files.createDirectory(folder.resolve("x"));
        assertThat(refused(first).problems())
                .containsExactly(second + ": /extends: must not lead back to ./x/../a.json");
        Path own = write("own.json", "{\"extends\": \"own.json\"}");
        assertThat(refused(own).problems())
                .containsExactly(own + ": /extends: must not lead back to own.json");
    }

    @Test
    void eightFilesMayBeExtendedAndNoMore() throws IOException {
        write("0.json", "{\"limits\": {\"cpu_ms\": 77}}");
        for (int i = 1; i <= 9; i++) {
            write(i + ".json", "{\"extends\": \"" + (i - 1) + ".json\"}");
        }
        assertThat(ExecutionPolicy.read(folder.resolve("8.json")).limits().get(LimitName.CPU_MS))
                .isEqualTo(77);
        assertThat(refused(folder.resolve("9.json")).problems())
                .containsExactly(
                        folder.resolve("1.json")
                                + ": /extends: must not be the end of more than 8 files");
    }

    @Test
    void theMistakesOfAllFilesAreToldAtOnce() throws IOException {
        Path base = write("base.json", "{\"limits\": {\"threads\": 0}, \"oops\": 1}");
        Path mine = write("mine.json", "{\"extends\": \"base.json\", \"trace\": \"loud\"}");
        assertThat(refused(mine).problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith(base + ": /limits/threads: "),
                        problem -> assertThat(problem).startsWith(base + ": /oops: "),
                        problem ->
                                assertThat(problem)
                                        .isEqualTo(
                                                mine
                                                        + ": /trace: must be one of off, calls,"
                                                        + " lines"));
    }

    @Test
    void aBaseThatIsNotThereIsTold() throws IOException {
        Path mine = write("mine.json", "{\"extends\": \"none.json\"}");
        assertThat(refused(mine).problems())
                .containsExactly(folder.resolve("none.json") + ": there is no such file");
        assertThat(refused(write("mine.json", "{\"extends\": \"a\\u0000/b\"}")).problems())
                .containsExactly(mine + ": /extends: must be the path of a policy file");
    }

    @Test
    void aTextExtendsFilesToo() throws IOException {
        Path base = write("base.json", "{\"limits\": {\"cpu_ms\": 5}}");
        ExecutionPolicy policy = ExecutionPolicy.parse("text", "{\"extends\": \"" + base + "\"}");
        assertThat(policy.limits().get(LimitName.CPU_MS)).isEqualTo(5);
        assertThat(policy.grants().inputs()).isEqualTo(Map.of());
    }

    @Test
    void theImageIsInheritedWhereThePresetBehindAllFilesIsNotUntrusted() throws IOException {
        write("base.json", "{\"extends\": \"evaluation\", \"image\": \"auto\"}");
        ExecutionPolicy policy =
                ExecutionPolicy.read(
                        write("mine.json", "{\"extends\": \"base.json\", \"folder\": true}"));
        assertThat(policy.image()).isEqualTo(Image.AUTO);
        assertThat(policy.origin()).contains("evaluation");

        Path strict = write("strict.json", "{\"limits\": {\"cpu_ms\": 5}}");
        Path hot = write("hot.json", "{\"image\": \"jit\", \"extends\": \"strict.json\"}");
        assertThat(ExecutionPolicy.read(strict).origin()).contains("untrusted");
        assertThat(refused(hot).problems())
                .containsExactly(
                        hot
                                + ": /image: must be startup in a policy that comes from the preset"
                                + " untrusted: extend evaluation or session for another");
    }

    @Test
    void anUnknownImageIsToldWithTheKnownOnes() throws IOException {
        Path mine = write("mine.json", "{\"extends\": \"evaluation\", \"image\": \"fast\"}");
        assertThat(refused(mine).problems())
                .containsExactly(mine + ": /image: must be one of startup, jit, auto");
    }

    private PolicyException refused(Path file) {
        return catchThrowableOfType(PolicyException.class, () -> ExecutionPolicy.read(file));
    }

    private Path write(String name, String json) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, json);
    }
}
