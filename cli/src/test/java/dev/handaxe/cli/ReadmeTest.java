package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.benchmarks.domains.Domain;
import dev.handaxe.optimizer.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the documents say must be so. */
class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("handaxe.root"));

    @ParameterizedTest
    @CsvSource({
        "README.md, CallAFunction",
        "docs/embedding.md, KeepASession",
        "docs/embedding.md, LendAHostFunction",
        "docs/datasets.md, LoadTasks",
        "docs/grading.md, GradeAnswers",
        "docs/evaluation.md, EvaluateCode",
        "docs/langchain4j.md, AskAnAgent",
        "docs/training.md, TrainAnAgent"
    })
    void theExampleIsTheOneThatIsCompiled(String page, String example) throws IOException {
        String source =
                Files.readString(
                        ROOT.resolve("examples/src/main/java/dev/handaxe/examples")
                                .resolve(example + ".java"));
        String shown = between(source, "// example starts\n", " *// example ends");

        assertThat(Files.readString(ROOT.resolve(page)))
                .contains("```java\n" + shown.stripTrailing().stripIndent() + "\n```\n");
        assertThat(shown.lines()).hasSizeLessThanOrEqualTo(25);
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
