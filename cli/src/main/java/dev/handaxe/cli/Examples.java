package dev.handaxe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The examples of {@code examples.txt}, shown first in each command's help. No state. */
final class Examples {
    private static final String FILE = "examples.txt";

    private Examples() {}

    /** All of them, a line each: variables, the command, and after two blanks and # a remark. */
    static List<String> all() {
        try (InputStream in = Examples.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the command lacks " + FILE);
            }
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of a command such as {@code handaxe run}. */
    static List<String> of(String command) {
        return all().stream()
                .filter(
                        line ->
                                (line + " ")
                                        .replaceFirst("^[A-Z_]+=\\S* ", "")
                                        .startsWith(command + " "))
                .toList();
    }

    /** Puts them before the rest of a command's help. */
    static void show(CommandLine line) {
        List<String> examples = of(line.getCommandSpec().qualifiedName());
        if (!line.getSubcommands().isEmpty() || examples.isEmpty()) {
            return;
        }
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        List<String> keys = new ArrayList<>(usage.sectionKeys());
        keys.addFirst("examples");
        usage.sectionKeys(keys);
        String text = "Examples:\n  " + String.join("\n  ", examples) + "\n\n";
        usage.sectionMap().put("examples", _ -> text);
    }
}
