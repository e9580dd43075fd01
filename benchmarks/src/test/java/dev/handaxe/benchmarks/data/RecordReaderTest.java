package dev.handaxe.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.benchmarks.TestFiles;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.PythonValue.PyFloat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordReaderTest {
    @TempDir Path folder;

    private <T> List<T> read(String content, Function<DataRecord, T> each) throws IOException {
        return DataFiles.all(TestFiles.write(folder.resolve("data.jsonl"), content), each);
    }

    private List<Object> lines(String content) throws IOException {
        return read(content, found -> List.of(found.line(), found.text("t")));
    }

    @Test
    void readsLinesOfEveryShape() throws IOException {
        assertThat(lines("{\"t\":\"a\"}\r\n\n  \r\n{\"t\":\"b\\r\\nc\"}\n{\"t\":\"d\"}"))
                .containsExactly(List.of(1L, "a"), List.of(4L, "b\r\nc"), List.of(5L, "d"));
    }

    @Test
    void aLineSeparatorOfUnicodeEndsNoLine() throws IOException {
        assertThat(lines("{\"t\":\"a\u2028b\u0085c\"}\n"))
                .containsExactly(List.of(1L, "a\u2028b\u0085c"));
    }

    @Test
    void skipsAByteOrderMark() throws IOException {
        assertThat(lines("\ufeff{\"t\":\"a\"}\n")).containsExactly(List.of(1L, "a"));
        assertThat(lines("\ufeff[{\"t\":\"a\"}]")).containsExactly(List.of(1L, "a"));
    }

    @Test
    void readsAnArrayAndCountsItsLines() throws IOException {
        assertThat(lines("\n [\n{\"t\":\"a\"},\n\n{\n\"t\":\"b\"}]"))
                .containsExactly(List.of(3L, "a"), List.of(5L, "b"));
    }

    @Test
    void unzipsWhateverTheNameIs() throws IOException {
        byte[] content = "{\"t\":\"a\"}\n{\"t\":\"b\"}".getBytes(StandardCharsets.UTF_8);
        Path file = TestFiles.gzip(folder.resolve("plain.jsonl"), content);
        assertThat(DataFiles.all(file, found -> found.text("t"))).containsExactly("a", "b");
    }

    @Test
    void keepsIntegersOfAnySizeAndDecimalsAsWritten() throws IOException {
        String digits = "9".repeat(2342);
        assertThat(
                        read(
                                "{\"n\":%s}\n{\"n\":1}\n{\"n\":1.0}\n{\"n\":0.10}"
                                        .formatted(digits),
                                found -> found.scalar("n")))
                .containsExactly(digits, "1", "1.0", "0.10");
    }

    @Test
    void keepsDecimalsAsTheyAreWritten() throws IOException {
        List<String> numbers =
                List.of("1e5", "1E+5", "0.0000001", "-0.0", "1.50e-10", "1e400", "-1e999999999");
        StringBuilder lines = new StringBuilder();
        numbers.forEach(number -> lines.append("{\"n\":").append(number).append("}\n"));
        assertThat(read(lines.toString(), found -> found.scalar("n"))).isEqualTo(numbers);
        String array = "[" + lines.toString().strip().replace('\n', ',') + "]";
        assertThat(read(array, found -> found.scalar("n"))).isEqualTo(numbers);
        assertThat(read(array, found -> JsonValues.of(found.node().get("n"))))
                .startsWith(
                        new PyFloat(1e5), new PyFloat(1e5), new PyFloat(1e-7), new PyFloat(-0.0))
                .endsWith(
                        new PyFloat(Double.POSITIVE_INFINITY),
                        new PyFloat(Double.NEGATIVE_INFINITY));
        assertThat(read("{\"l\":[1e5,{\"x\":-0.0}]}", found -> found.node().toString()))
                .containsExactly("{\"l\":[1e5,{\"x\":-0.0}]}");
        assertComplains("{\"t\":1e99999999999}", "line 1: is not valid JSON");
    }

    @Test
    void nothingMayFollowTheEnd() throws IOException {
        assertThat(lines("[{\"t\":\"a\"}]\n\n")).hasSize(1);
        assertComplains("[{\"t\":\"a\"}]\n\n[]", "data.jsonl line 3: the file must end");
        assertComplains(
                "[{\"t\":\"a\"}]\n{\"t\":\"b\"}", "line 2: the file must end with its first ]");
        assertComplains("[{\"t\":\"a\"}]\n]", "line 2: is not valid JSON");
    }

    @Test
    void aKeyedFileThatIsNoneIsNamedInOneLine() throws IOException {
        assertKeyedComplains("\n\nproblems", "line 3: is not valid JSON: Unrecognized token");
        assertKeyedComplains("\n7\n", "line 2: is not valid JSON: neither an object nor a list");
        assertKeyedComplains("\n\u0001", "line 2: is not valid JSON");
        assertKeyedComplains("", "line 1: is not valid JSON: neither an object nor a list");
        assertKeyedComplains("{\"t\":\n\"a\"}", "line 1 ('t'): is no JSON object; the file");
        assertKeyedComplains(
                "{\"k\":{}}\n{\"l\":{}}", "line 2: the file must end with its first }");
    }

    private void assertKeyedComplains(String content, String message) throws IOException {
        Path file = TestFiles.write(folder.resolve("keyed.json"), content);
        assertThatThrownBy(
                        () ->
                                DataFiles.all(
                                        file.toString(),
                                        RecordReader.openKeyed(file),
                                        DataRecord::key))
                .isInstanceOf(HandaxeException.class)
                .hasMessageStartingWith(file + " " + message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void keepsEscapedSurrogatesEvenLoneOnes() throws IOException {
        assertThat(lines("{\"t\":\"\\ud83d\\ude80\"}\n{\"t\":\"\\ud83d\"}"))
                .containsExactly(List.of(1L, "\ud83d\ude80"), List.of(2L, "\ud83d"));
    }

    @Test
    void everyComplaintNamesFileLineAndField() {
        assertComplains("{\"t\":\"a\"}\n\n{\"t\":3}", "line 3: field 't' is a number");
        assertComplains("{\"t\":\"a\"}\n{\"u\":3}", "line 2: field 't' is missing");
        assertComplains("{\"t\":null}", "line 1: field 't' is missing");
        assertComplains("{\"t\":\"a\"}\n{\"t\":", "line 2: is not valid JSON");
        assertComplains("{\"t\":\"a\"} {\"t\":\"b\"}", "line 1: is not valid JSON");
        assertComplains("{\"t\":\"a\"}\n7", "line 2: is no JSON object");
        assertComplains("[{\"t\":\"a\"},\n{\"t\":}]", "line 2: is not valid JSON");
        assertComplains("[{\"t\":\"a\"}", "is not valid JSON");
        assertComplains("", "has no records");
        assertComplains("\n \n", "has no records");
    }

    private void assertComplains(String content, String message) {
        assertThatThrownBy(() -> lines(content))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("data.jsonl")
                .hasMessageContaining(message)
                .extracting(fault -> ((HandaxeException) fault).code())
                .isEqualTo(HandaxeException.Code.INVALID_INPUT);
    }

    @Test
    void refusesBytesThatAreNoUtf8() throws IOException {
        Path file = folder.resolve("latin1.jsonl");
        Files.write(file, "{\"t\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> DataFiles.all(file, found -> found.text("t")))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("latin1.jsonl line 1");
    }

    @Test
    void saysWhatIsWrongWithATruncatedArchive() throws IOException {
        Path whole =
                TestFiles.gzip(
                        folder.resolve("whole.gz"),
                        "{\"t\":\"some text that is long enough\"}"
                                .getBytes(StandardCharsets.UTF_8));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut.gz");
        Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length - 12));
        assertThatThrownBy(() -> DataFiles.all(cut, found -> found.text("t")))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("cut.gz");
    }

    @Test
    void aMissingFileOrAFolderIsSaidToBeOne() {
        assertThatThrownBy(() -> RecordReader.open(folder.resolve("none.jsonl")))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("there is no file");
        assertThatThrownBy(() -> RecordReader.open(folder))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("is a folder");
    }

    @Test
    void listsAndTruthValuesAreChecked() throws IOException {
        assertThat(read("{\"l\":[\"a\",\"b\"]}", found -> found.texts("l")))
                .containsExactly(List.of("a", "b"));
        assertThatThrownBy(() -> read("{\"l\":[\"a\",1]}", found -> found.texts("l")))
                .hasMessageContaining("field 'l' [1] is a number, not a string");
        assertThatThrownBy(() -> read("{\"l\":\"a\"}", found -> found.texts("l")))
                .hasMessageContaining("a list of strings is needed");
        assertThatThrownBy(() -> read("{\"f\":1}", found -> found.flag("f")))
                .hasMessageContaining("field 'f' is a number");
    }
}
