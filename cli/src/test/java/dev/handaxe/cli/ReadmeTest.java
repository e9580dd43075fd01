package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.benchmarks.domains.Domain;
import dev.handaxe.optimizer.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say must be so. */
class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("handaxe.root"));

    @Test
    void theExampleIsTheOneThatIsCompiled() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String example =
                Files.readString(
                        ROOT.resolve("cli/src/test/java/dev/handaxe/cli/EmbeddingExample.java"));

        assertThat(between(readme, "```java\n", "```"))
                .isEqualTo(
                        between(example, "// README starts\n", " *// README ends")
                                        .stripTrailing()
                                        .stripIndent()
                                + "\n");
    }

    @Test
    void theExamplesOfThePageOnEmbeddingAreCompiled() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/embedding.md"));
        String snippets =
                Files.readString(
                        ROOT.resolve("cli/src/test/java/dev/handaxe/cli/EmbeddingSnippets.java"));

        for (String name : List.of("session", "host")) {
            String snippet =
                    between(snippets, "// " + name + " starts\n", " *// " + name + " ends");
            assertThat(page)
                    .contains("```java\n" + snippet.stripTrailing().stripIndent() + "\n```\n");
        }
    }

    @Test
    void theExamplesOfThePagesOnDataSetsAndGradersAreCompiled() throws IOException {
        String snippets =
                Files.readString(
                        ROOT.resolve("cli/src/test/java/dev/handaxe/cli/GradingSnippets.java"));

        for (String name : List.of("datasets", "grading")) {
            String page = Files.readString(ROOT.resolve("docs/" + name + ".md"));
            String snippet =
                    between(snippets, "// " + name + " starts\n", " *// " + name + " ends");
            assertThat(page)
                    .contains("```java\n" + snippet.stripTrailing().stripIndent() + "\n```\n");
        }
    }

    @Test
    void theExampleOfThePageOnEvaluationIsCompiled() throws IOException {
        String snippets =
                Files.readString(
                        ROOT.resolve("cli/src/test/java/dev/handaxe/cli/EvaluationSnippets.java"));
        String snippet = between(snippets, "// evaluation starts\n", " *// evaluation ends");

        assertThat(Files.readString(ROOT.resolve("docs/evaluation.md")))
                .contains("```java\n" + snippet.stripTrailing().stripIndent() + "\n```\n");
    }

    @Test
    void theExamplesOfThePageOnDomainsAreTrueButOfAnotherSeed() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/domains.md"));

        for (Domain domain : Domain.values()) {
            TaskData examples = domain.tasks(domain.kinds().size(), 0);
            for (Task task : examples.train()) {
                assertThat(page)
                        .contains(
                                "`%s`, for example, with the answer %s:\n\n```\n%s\n```\n"
                                        .formatted(
                                                examples.strata().getOrDefault(task.id(), ""),
                                                task.answer(),
                                                task.question()));
            }
            assertThat(domain.tasks(Domain.USUAL_SIZE, Domain.USUAL_SEED).train())
                    .noneMatch(task -> page.contains(task.question()));
        }
    }

    @Test
    void theExamplesOfThePageOnTrainingAreCompiledAndTested() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/training.md"));
        Path tests = ROOT.resolve("optimizer/src/test/java/dev/handaxe/optimizer");

        Map<String, String> examples =
                Map.of("ai-services", "AiServicesTest", "own", "OwnAgentTest");
        for (Map.Entry<String, String> example : examples.entrySet()) {
            String marker = example.getKey();
            String test = Files.readString(tests.resolve(example.getValue() + ".java"));
            String snippet =
                    between(test, "// " + marker + " starts\n", " *// " + marker + " ends");
            assertThat(page)
                    .contains("```java\n" + snippet.stripTrailing().stripIndent() + "\n```\n");
        }
    }

    @Test
    void everyLinkToAFileLeadsToOne() throws IOException {
        try (Stream<Path> documents = Files.list(ROOT.resolve("docs"))) {
            for (Path document :
                    Stream.concat(Stream.of(ROOT.resolve("README.md")), documents)
                            .filter(file -> file.toString().endsWith(".md"))
                            .toList()) {
                Matcher links =
                        Pattern.compile("]\\((?!https?:)([^)#]+)")
                                .matcher(Files.readString(document));
                while (links.find()) {
                    assertThat(document.resolveSibling(links.group(1)))
                            .as("%s links to %s", document, links.group(1))
                            .exists();
                }
            }
        }
    }

    @Test
    void theExitCodesAreDocumented() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/cli.md"));

        for (ExitCode code : ExitCode.values()) {
            assertThat(page).contains("\n| " + code.number() + " | ");
        }
    }

    @Test
    void everyCommandIsDocumented() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/cli.md"));
        Terminal terminal = Terminal.ofProcess();

        Handaxe.commandLine(terminal, true)
                .getSubcommands()
                .keySet()
                .forEach(command -> assertThat(page).contains("handaxe " + command));
    }

    private static String between(String text, String start, String end) {
        Matcher found =
                Pattern.compile(Pattern.quote(start) + "(.*?)" + end, Pattern.DOTALL).matcher(text);
        assertThat(found.find()).as("a part that starts with " + start).isTrue();
        return found.group(1);
    }
}
