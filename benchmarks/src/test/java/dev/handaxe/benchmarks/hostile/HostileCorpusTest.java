package dev.handaxe.benchmarks.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.LimitName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The corpus as data; {@code HostileCorpusIT} runs it. */
final class HostileCorpusTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("@[A-Z_]+@");
    private static final Path ROOT = Path.of("src/main/resources/dev/handaxe/benchmarks/hostile");
    private static final HostileCorpus CORPUS = HostileCorpus.load();

    @Test
    void theIndexNamesEveryFolder() throws Exception {
        try (Stream<Path> folders = Files.list(ROOT)) {
            assertThat(CORPUS.cases())
                    .extracting(HostileCase::id)
                    .containsExactlyElementsOf(
                            folders.filter(Files::isDirectory)
                                    .map(folder -> folder.getFileName().toString())
                                    .sorted()
                                    .toList());
        }
    }

    @Test
    void foldersHoldNothingThatIsNotRead() throws Exception {
        for (HostileCase each : CORPUS.cases()) {
            try (Stream<Path> files = Files.list(ROOT.resolve(each.id()))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrderElementsOf(filesOf(each));
            }
        }
    }

    private static List<String> filesOf(HostileCase each) {
        return Stream.of(
                        Stream.of("case.json", "program.py"),
                        each.meanwhile().stream().map(_ -> "meanwhile.py"),
                        each.then().stream().map(_ -> "then.py"))
                .flatMap(names -> names)
                .toList();
    }

    @Test
    void everyClassHasACase() {
        assertThat(CORPUS.cases()).hasSizeGreaterThanOrEqualTo(160);
        assertThat(CORPUS.cases().stream().map(HostileCase::hostileClass))
                .containsAll(IntStream.rangeClosed(1, HostileCase.CLASSES).boxed().toList());
    }

    @Test
    void everyCaseSaysWhatItTriesInALine() {
        assertThat(CORPUS.cases())
                .allSatisfy(
                        each -> {
                            assertThat(each.about()).hasSizeBetween(10, 200).doesNotContain("\n");
                            assertThat(each.attack().source()).isNotBlank();
                        });
    }

    @Test
    void everyPlaceholderIsFilledIn() {
        try (Canaries canaries = Canaries.plant(Map.of("A_VARIABLE", "with a long value"))) {
            assertThat(CORPUS.cases())
                    .allSatisfy(
                            each ->
                                    assertThat(canaries.fill(each.attack().source()))
                                            .doesNotContainPattern(PLACEHOLDER));
        }
    }

    /** A case that runs into its time limit takes that long, so it has to be short. */
    @Test
    void casesThatRunIntoTheirTimeAreShort() {
        for (HostileCase each : CORPUS.cases()) {
            if (!each.attack().expected().ends().containsKey("returned")
                    && each.attack()
                            .expected()
                            .ends()
                            .getOrDefault("limit_exceeded", List.of())
                            .contains("wall_ms")) {
                assertThat(each.attack().policy().limits().get(LimitName.WALL_MS))
                        .as(each.id())
                        .isLessThanOrEqualTo(6000);
            }
        }
    }
}
