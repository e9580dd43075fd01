package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher with make-believe JDKs and a make-believe Maven, in a project folder of its own. */
class LauncherIT {
    @TempDir private Path folder;
    private LauncherProject project;

    @BeforeEach
    void layOutAProject() throws IOException {
        project = LauncherProject.in(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "25.0.3, true",
        "25.0.10, true",
        "25.1, true",
        "25.1.0, true",
        "25.0.3+9, true",
        "25.0.2, false",
        "25, false",
        "25-ea, false",
        "24.0.9, false",
        "26, false",
        "26-ea, false",
        "17.0.15, false",
        "1.8.0_402, false"
    })
    void takesTheRangeOfJdksOnly(String version, boolean taken) throws Exception {
        project.jdk("jdk", version);

        ProcessRun run = project.launch(Map.of("HANDAXE_JAVA_HOME", folder + "/jdk"), "x");

        assertThat(run.exitCode()).isEqualTo(taken ? 0 : 5);
    }

    @Test
    void asksTheJdkWhereItHasNoReleaseFile() throws Exception {
        Path jdk = project.jdk("jdk", "25.0.4");
        Files.delete(jdk.resolve("release"));
        LauncherProject.script(
                jdk.resolve("bin/java"),
                "#!/bin/sh\necho 'openjdk version \"25.0.4\" 2026-04-21' >&2\necho asked\n");

        assertThat(project.launch(Map.of("HANDAXE_JAVA_HOME", "" + jdk)).out())
                .isEqualTo("asked\n");
    }

    @Test
    void prefersItsOwnVariableThenJavaHomeThenPath() throws Exception {
        String own = project.jdk("own", "25.0.3").toString();
        String home = project.jdk("home", "25.0.3").toString();
        project.jdk("path", "25.0.3");
        Files.createSymbolicLink(folder.resolve("bin/java"), folder.resolve("path/bin/java"));

        assertThat(project.launch(Map.of("HANDAXE_JAVA_HOME", own, "JAVA_HOME", home)).out())
                .startsWith("jdk own");
        assertThat(project.launch(Map.of("JAVA_HOME", home)).out()).startsWith("jdk home");
        assertThat(project.launch(Map.of()).out()).startsWith("jdk path");
        assertThat(project.launch(Map.of("HANDAXE_JAVA_HOME", "/nowhere")).out())
                .startsWith("jdk path");
    }

    @Test
    void withoutAJdkOneLineSaysWhatWasLookedForAndHowToSetIt() throws Exception {
        ProcessRun run = project.launch(Map.of(), "run", "x.py");

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("25.0.3").contains("set HANDAXE_JAVA_HOME");
    }

    @Test
    void withoutAJdkJsonIsPrintedWhenItIsAskedFor() throws Exception {
        ProcessRun run = project.launch(Map.of(), "run", "x.py", "--json");

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out()).startsWith("{\"error\":{\"code\":\"no_jdk\",\"message\":\"no JDK 25");
        assertThat(project.launch(Map.of(), "--", "--json").out()).isEmpty();
    }

    @Test
    void argumentsArriveUnharmedThroughASymlinkFromAnotherFolder() throws Exception {
        Path links = Files.createDirectory(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("one"), Path.of("../pro ject/handaxe"));
        Files.createSymbolicLink(folder.resolve("two"), links.resolve("one"));
        project.jdk("jdk", "25.0.3");
        List<String> arguments = List.of("a b", "", "it's \"quoted\"", "$HOME `x` \\n *", "--x=ä");
        List<String> command = new ArrayList<>(List.of(folder.resolve("two").toString()));
        command.addAll(arguments);

        ProcessRun run =
                ProcessRun.of(
                        folder.resolve("bin"),
                        project.environment(Map.of("HANDAXE_JAVA_HOME", folder + "/jdk")),
                        command);

        assertThat(run.out().lines().toList())
                .endsWith(arguments.toArray(String[]::new))
                .contains("dev.handaxe.cli.Main", project.folder() + "/cli/target/handaxe/lib/*");
    }

    @Test
    void buildsWhenTheSourcesAreNewerAndNotOtherwise() throws Exception {
        Map<String, String> jdk = Map.of("JAVA_HOME", project.jdk("jdk", "25.0.3").toString());

        ProcessRun first = project.launch(jdk);
        assertThat(first.err().lines()).hasSize(1);
        assertThat(first.err()).startsWith("handaxe: building");
        assertThat(project.launch(jdk).err()).isEmpty();
        assertThat(project.builds()).isEqualTo(1);

        Path source = project.folder().resolve("cli/src/main/java/A.java");
        Files.writeString(source, "class A {}");
        LauncherProject.later(source);
        assertThat(project.launch(jdk).err()).startsWith("handaxe: building");
        assertThat(project.builds()).isEqualTo(2);
    }

    @Test
    void doesNotBuildWhenToldNotTo() throws Exception {
        project.jdk("jdk", "25.0.3");

        ProcessRun run =
                project.launch(
                        Map.of("HANDAXE_JAVA_HOME", folder + "/jdk", "HANDAXE_BUILD", "never"));

        assertThat(run.exitCode()).isZero();
        assertThat(project.builds()).isZero();
    }

    @Test
    void aFailedBuildShowsItsLogAndIsTriedAgain() throws Exception {
        Map<String, String> jdk = Map.of("JAVA_HOME", project.jdk("jdk", "25.0.3").toString());
        project.maven("echo 'COMPILATION ERROR in A.java'; exit 1");

        ProcessRun run = project.launch(jdk, "run", "--json");

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.err()).contains("COMPILATION ERROR in A.java").contains("the build failed");
        assertThat(run.out()).startsWith("{\"error\":{\"code\":\"build_failed\"");
        project.maven("mkdir -p cli/target/handaxe/lib");
        assertThat(project.launch(jdk).exitCode()).isZero();
    }

    @Test
    void launchesAtOnceBuildOnce() throws Exception {
        Path started = folder.resolve("started");
        Path go = folder.resolve("go");
        project.maven(
                "touch '%s'; while [ ! -e '%s' ]; do sleep 0.05; done; mkdir -p cli/target/handaxe/lib"
                        .formatted(started, go));
        Map<String, String> jdk =
                project.environment(Map.of("JAVA_HOME", project.jdk("jdk", "25.0.3").toString()));

        Process first = project.start(jdk);
        ProcessRun.awaitFile(started);
        Process second = project.start(jdk);
        Files.createFile(go);

        assertThat(ProcessRun.await(first).exitCode()).isZero();
        assertThat(ProcessRun.await(second).exitCode()).isZero();
        assertThat(project.builds()).isEqualTo(1);
    }

    @Test
    void takesOverTheLockOfALaunchThatDied() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        assertThat(dead.waitFor()).isZero();
        Path lock = Files.createDirectories(project.folder().resolve("target/launcher.lock"));
        Files.writeString(lock.resolve("pid"), dead.pid() + "\n");
        project.jdk("jdk", "25.0.3");

        assertThat(project.launch(Map.of("JAVA_HOME", folder + "/jdk")).exitCode()).isZero();
        assertThat(project.builds()).isEqualTo(1);
        assertThat(lock).doesNotExist();
    }
}
