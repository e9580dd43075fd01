package dev.handaxe.cli;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
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
    private static final List<String> TOOLS =
            List.of(
                    "cat",
                    "dirname",
                    "find",
                    "head",
                    "mkdir",
                    "mv",
                    "readlink",
                    "rm",
                    "sed",
                    "sleep",
                    "tail",
                    "touch",
                    "tr");

    @TempDir private Path folder;
    private Path project;
    private Path launcher;

    @BeforeEach
    void layOutAProject() throws IOException {
        project = Files.createDirectory(folder.resolve("pro ject"));
        launcher = project.resolve("handaxe");
        String script = Files.readString(Path.of(System.getProperty("handaxe.root"), "handaxe"));
        // The host's own JDKs would be found in the usual folders.
        script(
                launcher,
                script.replace("/usr/lib/jvm/*", folder + "/none/*")
                        .replace("/opt/*", folder + "/none/*")
                        .replace("/Library/Java", folder + "/none"));
        Files.createDirectories(project.resolve("cli/src/main/java"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.writeString(project.resolve("cli/pom.xml"), "<project/>");
        Files.createDirectories(folder.resolve("bin"));
        maven("mkdir -p cli/target/handaxe/lib");
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
        jdk("jdk", version);

        ProcessRun run = launch(Map.of("HANDAXE_JAVA_HOME", folder + "/jdk"), "x");

        assertThat(run.exitCode()).isEqualTo(taken ? 0 : 5);
    }

    @Test
    void asksTheJdkWhereItHasNoReleaseFile() throws Exception {
        Path jdk = jdk("jdk", "25.0.4");
        Files.delete(jdk.resolve("release"));
        script(
                jdk.resolve("bin/java"),
                "#!/bin/sh\necho 'openjdk version \"25.0.4\" 2026-04-21' >&2\necho asked\n");

        assertThat(launch(Map.of("HANDAXE_JAVA_HOME", "" + jdk)).out()).isEqualTo("asked\n");
    }

    @Test
    void prefersItsOwnVariableThenJavaHomeThenPath() throws Exception {
        String own = jdk("own", "25.0.3").toString();
        String home = jdk("home", "25.0.3").toString();
        jdk("path", "25.0.3");
        Files.createSymbolicLink(folder.resolve("bin/java"), folder.resolve("path/bin/java"));

        assertThat(launch(Map.of("HANDAXE_JAVA_HOME", own, "JAVA_HOME", home)).out())
                .startsWith("jdk own");
        assertThat(launch(Map.of("JAVA_HOME", home)).out()).startsWith("jdk home");
        assertThat(launch(Map.of()).out()).startsWith("jdk path");
        assertThat(launch(Map.of("HANDAXE_JAVA_HOME", "/nowhere")).out()).startsWith("jdk path");
    }

    @Test
    void withoutAJdkOneLineSaysWhatWasLookedForAndHowToSetIt() throws Exception {
        ProcessRun run = launch(Map.of(), "run", "x.py");

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("25.0.3").contains("set HANDAXE_JAVA_HOME");
    }

    @Test
    void withoutAJdkJsonIsPrintedWhenItIsAskedFor() throws Exception {
        ProcessRun run = launch(Map.of(), "run", "x.py", "--json");

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out()).startsWith("{\"error\":{\"code\":\"no_jdk\",\"message\":\"no JDK 25");
        assertThat(launch(Map.of(), "--", "--json").out()).isEmpty();
    }

    @Test
    void argumentsArriveUnharmedThroughASymlinkFromAnotherFolder() throws Exception {
        Path links = Files.createDirectory(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("one"), Path.of("../pro ject/handaxe"));
        Files.createSymbolicLink(folder.resolve("two"), links.resolve("one"));
        jdk("jdk", "25.0.3");
        List<String> arguments = List.of("a b", "", "it's \"quoted\"", "$HOME `x` \\n *", "--x=ä");
        List<String> command = new ArrayList<>(List.of(folder.resolve("two").toString()));
        command.addAll(arguments);

        ProcessRun run =
                ProcessRun.of(
                        folder.resolve("bin"),
                        environment(Map.of("HANDAXE_JAVA_HOME", folder + "/jdk")),
                        command);

        assertThat(run.out().lines().toList())
                .endsWith(arguments.toArray(String[]::new))
                .contains("dev.handaxe.cli.Main", project + "/cli/target/handaxe/lib/*");
    }

    @Test
    void buildsWhenTheSourcesAreNewerAndNotOtherwise() throws Exception {
        Map<String, String> jdk = Map.of("JAVA_HOME", jdk("jdk", "25.0.3").toString());

        ProcessRun first = launch(jdk);
        assertThat(first.err().lines()).hasSize(1);
        assertThat(first.err()).startsWith("handaxe: building");
        assertThat(launch(jdk).err()).isEmpty();
        assertThat(builds()).isEqualTo(1);

        Path source = project.resolve("cli/src/main/java/A.java");
        Files.writeString(source, "class A {}");
        later(source);
        assertThat(launch(jdk).err()).startsWith("handaxe: building");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void doesNotBuildWhenToldNotTo() throws Exception {
        jdk("jdk", "25.0.3");

        ProcessRun run =
                launch(Map.of("HANDAXE_JAVA_HOME", folder + "/jdk", "HANDAXE_BUILD", "never"));

        assertThat(run.exitCode()).isZero();
        assertThat(builds()).isZero();
    }

    @Test
    void aFailedBuildShowsItsLogAndIsTriedAgain() throws Exception {
        Map<String, String> jdk = Map.of("JAVA_HOME", jdk("jdk", "25.0.3").toString());
        maven("echo 'COMPILATION ERROR in A.java'; exit 1");

        ProcessRun run = launch(jdk, "run", "--json");

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.err()).contains("COMPILATION ERROR in A.java").contains("the build failed");
        assertThat(run.out()).startsWith("{\"error\":{\"code\":\"build_failed\"");
        maven("mkdir -p cli/target/handaxe/lib");
        assertThat(launch(jdk).exitCode()).isZero();
    }

    @Test
    void launchesAtOnceBuildOnce() throws Exception {
        Path started = folder.resolve("started");
        Path go = folder.resolve("go");
        maven(
                "touch '%s'; while [ ! -e '%s' ]; do sleep 0.05; done; mkdir -p cli/target/handaxe/lib"
                        .formatted(started, go));
        Map<String, String> jdk = environment(Map.of("JAVA_HOME", jdk("jdk", "25.0.3").toString()));

        Process first = ProcessRun.start(project, jdk, List.of("" + launcher));
        ProcessRun.awaitFile(started);
        Process second = ProcessRun.start(project, jdk, List.of("" + launcher));
        Files.createFile(go);

        assertThat(ProcessRun.await(first).exitCode()).isZero();
        assertThat(ProcessRun.await(second).exitCode()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void takesOverTheLockOfALaunchThatDied() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        assertThat(dead.waitFor()).isZero();
        Path lock = Files.createDirectories(project.resolve("target/launcher.lock"));
        Files.writeString(lock.resolve("pid"), dead.pid() + "\n");
        jdk("jdk", "25.0.3");

        assertThat(launch(Map.of("JAVA_HOME", folder + "/jdk")).exitCode()).isZero();
        assertThat(builds()).isEqualTo(1);
        assertThat(lock).doesNotExist();
    }

    private ProcessRun launch(Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return ProcessRun.of(folder, environment(environment), command);
    }

    private Map<String, String> environment(Map<String, String> more) throws IOException {
        var environment = new java.util.HashMap<>(more);
        // Only what the launcher needs, so that no java of the host is found.
        environment.put("PATH", folder.resolve("bin") + ":" + tools());
        environment.put("HOME", folder.resolve("home").toString());
        return environment;
    }

    /** A folder with the tools that the launcher may use, and no java among them. */
    private Path tools() throws IOException {
        Path tools = folder.resolve("tools");
        if (!Files.exists(tools)) {
            Files.createDirectory(tools);
            for (String tool : TOOLS) {
                Path real = Path.of("/usr/bin", tool);
                script(
                        tools.resolve(tool),
                        "#!/bin/sh\nexec %s \"$@\"\n"
                                .formatted(Files.exists(real) ? real : Path.of("/bin", tool)));
            }
        }
        return tools;
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
        script(
                home.resolve("bin/java"),
                "#!/bin/sh\necho jdk " + name + "\nprintf '%s\\n' \"$@\"\n");
        script(home.resolve("bin/javac"), "#!/bin/sh\n");
        return home;
    }

    private void maven(String body) throws IOException {
        script(
                folder.resolve("bin/mvn"),
                "#!/bin/sh\necho x >>'" + folder + "/builds'\n" + body + "\n");
    }

    private long builds() throws IOException {
        Path log = folder.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    private static void later(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    }

    private static void script(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(file, text, CREATE, APPEND);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
