package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.packages.PackageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagesCommandTest {
    @TempDir private Path folder;

    @BeforeEach
    void addOnePackage() throws IOException {
        Files.writeString(folder.resolve("single.py"), "ONE = 1\n");
        Files.createDirectories(folder.resolve("quick"));
        Files.writeString(folder.resolve("quick/__init__.py"), "");
        Files.writeString(folder.resolve("quick/fast.so"), "");
        PackageStore.open(folder.resolve("store"))
                .add(folder, List.of("single"), PackageStore.Compiler.none());
    }

    @Test
    void listShowsWhatTheStoreHas() {
        assertThat(run("list").out())
                .startsWith("single (no version)  1 file, 0.0 MiB, sha256 ")
                .endsWith(", from " + folder + "\n");
        assertThat(run("list", "--json").out())
                .startsWith(
                        "{\"store\":\"" + folder.resolve("store") + "\",\"packages\":[{\"name\"")
                .contains("\"name\":\"single\",\"version\":\"\",\"hash\":\"", "\"bytes\":8");
    }

    @Test
    void removeTakesPackagesOut() {
        assertThat(run("remove", "single", "--json").out()).endsWith("\"removed\":[\"single\"]}\n");
        CommandRun again = run("remove", "single");

        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("the package single is not in the package store");
        assertThat(run("list").out()).isEmpty();
    }

    @Test
    void whatIsRefusedIsOneLine() {
        CommandRun run = run("add", "--from", folder.toString(), "quick", "--json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out())
                .isEqualTo(
                        "{\"error\":{\"code\":\"invalid_input\",\"message\":\"the package quick is"
                                + " refused: "
                                + folder
                                + "/quick/fast.so is native code\"}}\n");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run("add", "--from", folder.toString(), "../single").err())
                .isEqualTo(
                        "handaxe: '../single' cannot name a package: letters, digits and"
                                + " underscores can, as in 'import sympy'\n");
        assertThat(run("add", "--from", folder.toString(), "nothing").err())
                .contains("no package nothing in " + folder);
    }

    @Test
    void usageIsSaid() {
        assertThat(run("add", "single").err()).contains("--from");
        assertThat(run("add", "--from", folder.toString()).exitCode()).isEqualTo(2);
        assertThat(run().err()).contains("name one of: packages add --from DIR NAME");
    }

    private CommandRun run(String... arguments) {
        List<String> words = new ArrayList<>(List.of("packages"));
        words.addAll(List.of(arguments));
        return CommandRun.with(
                Map.of("HANDAXE_PACKAGES", folder.resolve("store").toString()),
                "",
                words.toArray(String[]::new));
    }
}
