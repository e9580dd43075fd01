package dev.handaxe.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** All commands as one page in the language of man. Confined to one thread; used once. */
final class ManualPage {
    private final CommandLine root;
    private final Set<String> common;
    private final StringBuilder page = new StringBuilder();

    ManualPage(CommandLine root) {
        this.root = root;
        common =
                root.getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .collect(Collectors.toSet());
    }

    String text() {
        CommandSpec spec = root.getCommandSpec();
        line(".TH HANDAXE 1 \"\" \"handaxe " + Handaxe.Version.number() + "\" \"Handaxe\"");
        section("NAME", "handaxe - run and train Python functions that language models wrote");
        section("SYNOPSIS", "handaxe [OPTIONS] COMMAND");
        section("DESCRIPTION", spec.usageMessage().description());
        line(".SH OPTIONS OF ALL COMMANDS");
        spec.options().forEach(this::option);
        line(".SH COMMANDS");
        root.getSubcommands().values().forEach(this::command);
        section("EXIT STATUS", spec.usageMessage().footer());
        return page.toString();
    }

    private void command(CommandLine line) {
        if (!line.getSubcommands().isEmpty()) {
            line.getSubcommands().values().forEach(this::command);
            return;
        }
        CommandSpec spec = line.getCommandSpec();
        String parameters =
                spec.positionalParameters().stream()
                        .map(PositionalParamSpec::paramLabel)
                        .collect(Collectors.joining(" "));
        line(".SS " + escaped(spec.qualifiedName() + " [OPTIONS] " + parameters).strip());
        paragraph(spec.usageMessage().description());
        paragraph(spec.usageMessage().footer());
        spec.positionalParameters().forEach(one -> item(one.paramLabel(), one));
        spec.options().stream()
                .filter(one -> !common.contains(one.longestName()))
                .forEach(this::option);
        List<String> examples = Examples.of(spec.qualifiedName());
        if (!examples.isEmpty()) {
            line(".PP");
            line(".nf");
            examples.forEach(one -> line(escaped(one)));
            line(".fi");
        }
    }

    private void option(OptionSpec option) {
        String names = String.join(", ", option.names());
        boolean takesValue = option.arity().max() > 0;
        item(takesValue ? names + "=" + option.paramLabel() : names, option);
    }

    private void item(String title, ArgSpec argument) {
        line(".TP");
        line("\\fB" + escaped(title) + "\\fR");
        line(escaped(String.join(" ", argument.description())));
    }

    private void section(String title, String... lines) {
        line(".SH " + title);
        paragraph(lines);
    }

    private void paragraph(String... lines) {
        String text =
                Stream.of(lines).filter(one -> !one.isBlank()).collect(Collectors.joining(" "));
        if (!text.isEmpty()) {
            line(escaped(text));
        }
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    /** Nothing in it means something to man, also at the start of a line. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
