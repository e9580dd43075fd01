package dev.handaxe.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.FunctionDefinition.Example;
import dev.handaxe.runtime.FunctionStore.Version;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionStoreTest {

    private static final FunctionDefinition ADD =
            FunctionDefinition.builder("add", "def add(a, b=1):\n    return a + b  # é")
                    .description("Adds é.")
                    .parameters(
                            ParameterSchema.parse(
                                    "{\"a\": {\"type\": \"int\"}, \"b\": {\"type\": \"int\", \"default\": 1}}"))
                    .packages(List.of("sympy"))
                    .examples(
                            List.of(
                                    new Example(
                                            arguments(
                                                    "b",
                                                    PythonValue.of(1),
                                                    "a",
                                                    PythonJson.read("1" + "0".repeat(2_000))),
                                            PythonJson.read(
                                                    "[1.0, -0.0, {\"$tuple\": [\"\\ud800\"]}]"))))
                    .build();
    private static final FunctionDefinition TWICE =
            FunctionDefinition.builder("twice", "def twice(x):\n    return add(x, x)\n").build();
    private static final FunctionSet BOTH = FunctionSet.of(List.of(TWICE, ADD));

    @TempDir Path parent;
    private Path folder;
    private FunctionStore store;

    @BeforeEach
    void open() {
        folder = parent.resolve("functions");
        store = FunctionStore.open(folder);
    }

    @Test
    void aFolderThatDoesNotExistIsAnEmptyStore() {
        assertThat(store.load()).isEqualTo(FunctionSet.empty());
        assertThat(store.versions()).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void whatIsSavedIsLoadedWithEveryField() {
        store.save(BOTH, Map.of());
        FunctionSet loaded = FunctionStore.open(folder).load();
        assertThat(loaded).isEqualTo(BOTH);
        FunctionDefinition add = loaded.find("add").orElseThrow();
        assertThat(loaded.functions())
                .extracting(FunctionDefinition::name)
                .containsExactly("twice", "add");
        assertThat(add.source()).isEqualTo(ADD.source());
        assertThat(add.description()).isEqualTo("Adds é.");
        assertThat(add.parameters()).isEqualTo(ADD.parameters());
        assertThat(add.packages()).containsExactly("sympy");
        assertThat(add.examples()).isEqualTo(ADD.examples());
        assertThat(add.examples().getFirst().arguments().keySet()).containsExactly("b", "a");
        assertThat(loaded.find("twice").orElseThrow().parameters().isOpen()).isTrue();
    }

    @Test
    void theFilesAreReadable() throws IOException {
        store.save(FunctionSet.of(List.of(TWICE)), Map.of("score", "0.5"));
        assertThat(folder.resolve("twice.py")).hasContent("def twice(x):\n    return add(x, x)\n");
        assertThat(manifest())
                .startsWith(
                        """
                        {
                          "format" : 1,
                          "functions" : [
                            {
                              "name" : "twice",
                              "description" : "",
                              "packages" : [ ],
                              "examples" : [ ],
                              "sha256" : "\
                        """
                                + FunctionDefinition.sha256(TWICE.source())
                                + "\"\n")
                .contains(
                        "\"number\" : 1,\n      \"provenance\" : {\n        \"score\" : \"0.5\"\n      },")
                .endsWith("}\n");
        assertThat(names(folder)).containsExactly("history", "manifest.json", "twice.py");
        assertThat(names(folder.resolve("history")))
                .hasSize(2)
                .allMatch(n -> n.matches("twice-[0-9a-f]{12}\\.(py|json)"));
    }

    @Test
    void everyVersionIsKeptWithItsProvenance() {
        store.save(BOTH, arguments("run", "r1", "epoch", "1"));
        store.save(FunctionSet.of(List.of(ADD)), Map.of("run", "r2"));
        store.save(FunctionSet.empty(), Map.of());
        store.save(BOTH, Map.of("run", "r3"));
        List<Version> versions = store.versions();
        assertThat(versions).extracting(Version::number).containsExactly(1, 2, 3, 4);
        assertThat(versions)
                .extracting(Version::functions)
                .containsExactly(BOTH, FunctionSet.of(List.of(ADD)), FunctionSet.empty(), BOTH);
        assertThat(versions.getFirst().provenance().toString()).isEqualTo("{run=r1, epoch=1}");
        assertThat(versions.get(1).functions().find("add").orElseThrow().examples())
                .isEqualTo(ADD.examples());
        assertThat(store.load()).isEqualTo(BOTH);
    }

    @Test
    void savingTheSameAgainIsAVersionOnlyIfItsProvenanceDiffers() {
        store.save(BOTH, Map.of("score", "1"));
        store.save(BOTH, Map.of("score", "1"));
        assertThat(store.versions()).hasSize(1);
        store.save(BOTH, Map.of("score", "2"));
        store.save(FunctionSet.of(List.of(ADD, TWICE)), Map.of("score", "2"));
        assertThat(store.versions()).hasSize(3);
    }

    @Test
    void changedExamplesAloneMakeAVersion() {
        FunctionDefinition bare = FunctionDefinition.builder("f", "def f(): return 1").build();
        FunctionDefinition shown =
                FunctionDefinition.builder("f", "def f(): return 1")
                        .examples(List.of(new Example(Map.of(), PythonValue.of(1))))
                        .build();
        store.save(FunctionSet.of(List.of(bare)), Map.of());
        store.save(FunctionSet.of(List.of(shown)), Map.of());
        assertThat(store.load().functions().getFirst().examples()).hasSize(1);
        assertThat(store.versions().getFirst().functions().functions().getFirst().examples())
                .isEmpty();
        assertThat(store.versions()).hasSize(2);
    }

    @Test
    void anEditByHandIsLoadedAndKeptAsAVersionOfItsOwn() throws IOException {
        store.save(BOTH, Map.of());
        Files.writeString(
                folder.resolve("twice.py"), "\ufeffdef twice(x):\r\n    return 2 * x\r\n");
        FunctionSet edited = store.load();
        assertThat(edited.find("twice").orElseThrow().source())
                .isEqualTo("def twice(x):\n    return 2 * x\n");
        assertThat(store.versions()).hasSize(1);
        store.save(FunctionSet.empty(), Map.of("run", "r"));
        assertThat(store.versions())
                .extracting(Version::functions)
                .containsExactly(BOTH, edited, FunctionSet.empty());
        assertThat(store.versions().get(1).provenance())
                .containsExactly(Map.entry("edit", "by hand"));
    }

    @Test
    void filesOfFunctionsThatAreGoneAreDeletedButNeverAStrangers() throws IOException {
        store.save(BOTH, Map.of());
        Files.writeString(folder.resolve("stranger.py"), "mine");
        store.save(FunctionSet.of(List.of(ADD)), Map.of());
        assertThat(names(folder))
                .containsExactly("add.py", "history", "manifest.json", "stranger.py");
        assertThat(store.load().functions()).containsExactly(ADD);
    }

    @Test
    void aSaveThatWasCutOffAfterItCountsIsSeenAndFinishedByTheNext() throws IOException {
        store.save(BOTH, Map.of());
        String before = manifest();
        store.save(FunctionSet.of(List.of(ADD)), Map.of("run", "r"));
        Files.move(folder.resolve("manifest.json"), folder.resolve("manifest.pending.json"));
        Files.writeString(folder.resolve("manifest.json"), before);
        Files.writeString(folder.resolve("twice.py"), TWICE.source());
        Files.writeString(folder.resolve("add.py"), "not yet written");

        assertThat(store.load().functions()).containsExactly(ADD);
        assertThat(store.versions()).hasSize(2);
        assertThat(folder.resolve("twice.py")).exists();

        store.save(FunctionSet.of(List.of(ADD)), Map.of("run", "r"));
        assertThat(names(folder)).containsExactly("add.py", "history", "manifest.json");
        assertThat(store.load().functions()).containsExactly(ADD);
        assertThat(store.versions()).hasSize(2);
    }

    @Test
    void aSaveThatFailsLeavesTheOldVersion() {
        store.save(BOTH, Map.of());
        var tooLarge = FunctionDefinition.builder("big", "#".repeat((1 << 20) + 1)).build();
        assertFault(
                () -> store.save(BOTH.with(tooLarge), Map.of()),
                Code.INVALID_INPUT,
                "would be larger than 1048576 bytes");
        assertThat(store.load()).isEqualTo(BOTH);
        assertThat(store.versions()).hasSize(1);
    }

    @Test
    void whatIsNotAStoreIsRefused() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(".gitignore"), "");
        assertThat(FunctionStore.open(folder).load().size()).isZero();
        Files.writeString(folder.resolve("notes.txt"), "");
        assertFault(
                () -> FunctionStore.open(folder),
                Code.INVALID_INPUT,
                "not a function store: it has no manifest.json, and holds 'notes.txt'");
        assertFault(() -> store.save(BOTH, Map.of()), Code.INVALID_INPUT, "not a function store");
        assertFault(
                () -> FunctionStore.open(folder.resolve("notes.txt")),
                Code.INVALID_INPUT,
                "not a folder");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\" : 1|\"format\" : 2|manifest.json: /format: must be 1, is 2",
                "\"format\" : 1|\"format\" : \"1\"|/format: must be 1",
                "\"name\" : \"add\"|\"name\" : \"../add\"|/functions/1/name: '../add' cannot name a function",
                "\"name\" : \"add\"|\"name\" : \"\"|/functions/1/name: '' cannot name a function",
                "\"name\" : \"add\"|\"name\" : \"TWICE\"|/functions/1/name: 'TWICE' and 'twice' would be one file",
                "\"name\" : \"add\"|\"name\" : \"other\"|other.py: is missing",
                "\"description\" : \"\"|\"description\" : 5|/functions/0: description: must be a string",
                "\"type\" : \"integer\"|\"type\" : \"nothing\"|/functions/1: parameters: /properties/a/type: unknown type",
                "\"expected\"|\"expekted\"|/functions/1: examples: must be objects",
                "\"number\" : 1|\"number\" : 7|/versions/0/number: must be 1",
                "\"format\" : 1,|\"format\" : 1|manifest.json: line 3",
                "\"versions\" :|\"version\" :|/versions: must be a list",
                "\"run\" : \"r\"|\"run\" : 5|/versions/0/provenance/run: must be a string",
            })
    void aBrokenManifestIsRefusedWithFileAndField(String right, String wrong, String message)
            throws IOException {
        store.save(BOTH, Map.of("run", "r"));
        String text = manifest();
        assertThat(text).contains(right);
        Files.writeString(folder.resolve("manifest.json"), text.replace(right, wrong));
        assertFault(store::load, Code.INVALID_INPUT, message);
    }

    @Test
    void aBrokenSourceFileIsRefused() throws IOException {
        store.save(BOTH, Map.of());
        Path add = folder.resolve("add.py");
        Files.write(add, new byte[] {(byte) 0xff});
        assertFault(store::load, Code.INVALID_INPUT, "add.py: is not UTF-8");
        Files.writeString(add, "#".repeat((1 << 20) + 1));
        assertFault(store::load, Code.INVALID_INPUT, "add.py: is larger than 1048576 bytes");
        Files.delete(add);
        assertFault(store::load, Code.INVALID_INPUT, "add.py: is missing");
        Files.createSymbolicLink(add, Path.of("/etc/hostname"));
        assertFault(store::load, Code.INVALID_INPUT, "add.py: is no regular file");
        store.save(BOTH, Map.of());
        assertThat(store.load()).isEqualTo(BOTH);
    }

    @Test
    void aChangedHistoryIsNoticed() throws IOException {
        store.save(FunctionSet.of(List.of(TWICE)), Map.of());
        store.save(FunctionSet.empty(), Map.of());
        try (Stream<Path> files = Files.list(folder.resolve("history"))) {
            Path source = files.filter(f -> f.toString().endsWith(".py")).findFirst().orElseThrow();
            Files.writeString(source, "def twice(x): return 0");
        }
        assertFault(store::versions, Code.INVALID_INPUT, "was changed");
        store.save(FunctionSet.of(List.of(TWICE)), Map.of());
        assertThat(store.versions()).hasSize(3);
    }

    private String manifest() throws IOException {
        return Files.readString(folder.resolve("manifest.json"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static void assertFault(Runnable action, Code code, String message) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        HandaxeException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private static <T> Map<String, T> arguments(String first, T one, String second, T two) {
        Map<String, T> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, two);
        return map;
    }
}
