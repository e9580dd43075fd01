package dev.handaxe.cli;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A project folder with the launcher, make-believe JDKs and a make-believe Maven. Nothing else of
 * the host is found by it. Confined to one thread.
 */
final class LauncherProject {
    private static final List<String> TOOLS =
            List.of(
                    "cat",
                    "dirname",
                    "find",
                    "head",
                    "mkdir",
                    "mv",
                    "nice",
                    "readlink",
                    "rm",
                    "sed",
                    "sh",
                    "sleep",
                    "tail",
                    "touch",
                    "tr");

    private final Path folder;
    private final Path project;
    private final Path launcher;

    private LauncherProject(Path folder) {
        this.folder = folder;
        project = folder.resolve("pro ject");
        launcher = project.resolve("handaxe");
    }

    /** Lays one out in that empty folder. */
    static LauncherProject in(Path folder) throws IOException {
        LauncherProject made = new LauncherProject(folder);
        made.layOut();
        return made;
    }

    private void layOut() throws IOException {
        Files.createDirectory(project);
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

    /** The project's folder, which the launcher is in. */
    Path folder() {
        return project;
    }

    /** Runs the launcher with those variables and what it needs. */
    ProcessRun launch(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return ProcessRun.of(folder, environment(environment), command);
    }

    /** Starts the launcher without arguments and does not wait for it. */
    Process start(Map<String, String> environment) throws IOException {
        return ProcessRun.start(project, environment, List.of(launcher.toString()));
    }

    /** All variables that the launcher sees: those, and what it needs. */
    Map<String, String> environment(Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(more);
        // Only what the launcher needs, so that no java of the host is found.
        environment.put("PATH", folder.resolve("bin") + ":" + tools());
        environment.put("HOME", folder.resolve("home").toString());
        environment.putIfAbsent("HANDAXE_AOT", "off");
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

    /** A make-believe JDK, whose java prints the JDK's name and then its arguments, a line each. */
    Path jdk(String name, String version) throws IOException {
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

    /** What the make-believe Maven does. */
    void maven(String body) throws IOException {
        script(
                folder.resolve("bin/mvn"),
                "#!/bin/sh\necho x >>'" + folder + "/builds'\n" + body + "\n");
    }

    /** How often Maven was started. */
    long builds() throws IOException {
        Path log = folder.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    /** Makes a file newer than what is made within the next seconds. */
    static void later(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    }

    /** Writes a file that can be run. */
    static void script(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(file, text, CREATE, APPEND);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
