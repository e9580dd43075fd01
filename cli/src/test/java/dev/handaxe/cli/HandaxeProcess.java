package dev.handaxe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The real launcher with the distribution that this build made, as a process. */
final class HandaxeProcess {
    private HandaxeProcess() {}

    static ProcessRun run(Path folder, String... arguments) throws Exception {
        return ProcessRun.await(start(folder, Map.of(), arguments));
    }

    static Process start(Path folder, Map<String, String> more, String... arguments)
            throws IOException {
        return ProcessRun.start(folder, environment(more), command(arguments));
    }

    /** Leaves its stdin open, for whoever talks to it. */
    static Process talk(Path folder, Map<String, String> more, String... arguments)
            throws IOException {
        return builder(folder, more, arguments).start();
    }

    /** For whoever starts it themselves. */
    static ProcessBuilder builder(Path folder, Map<String, String> more, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(command(arguments)).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment(more));
        return builder;
    }

    private static Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        // Made beside the command, which would be measured, or interrupted, with it.
        environment.putIfAbsent("HANDAXE_AOT", "off");
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HANDAXE_JAVA_HOME", System.getProperty("java.home"));
        // The build is under way: it must not be started again from inside.
        environment.put("HANDAXE_BUILD", "never");
        return environment;
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("handaxe.root"), "handaxe").toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
