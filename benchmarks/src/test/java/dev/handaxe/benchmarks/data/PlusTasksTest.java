package dev.handaxe.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.benchmarks.TestFiles;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.PythonValue.PyList;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlusTasksTest {
    @TempDir Path folder;

    private static PlusTask mini(String id) {
        return Objects.requireNonNull(
                PlusTasks.read(TestFiles.mini("HumanEvalPlus.jsonl")).get(id));
    }

    private static PythonValue list(PythonValue... items) {
        return new PyList(List.of(items));
    }

    @Test
    void integersOfAnySizeStayApartFromFloats() {
        PlusTask task = mini("Plus/0");
        assertThat(task.inputs().base())
                .containsExactly(
                        List.of(list(PythonValue.of(1), PythonValue.of(2))),
                        List.of(list(new PyFloat(1.0), PythonValue.of(2))));
        assertThat(task.inputs().plus())
                .containsExactly(
                        List.of(
                                list(
                                        new PyInt(
                                                new BigInteger(
                                                        "123456789012345678901234567890123456789")))),
                        List.of(list(new PyFloat(1e308), new PyFloat(-1e308))),
                        List.of(list(new PyFloat(Double.MIN_VALUE))));
        assertThat(task.atol()).isZero();
    }

    @Test
    void codeHasNewlinesAndTextAllItsCharacters() {
        assertThat(mini("Plus/0").code().prompt()).doesNotContain("\r").contains("Adds up");
        assertThat(mini("Plus/0").code().reference()).isEqualTo("    return sum(xs)\n");
        PlusTask task = mini("Plus/1");
        assertThat(task.atol()).isEqualTo(1e-6);
        assertThat(task.inputs().plus().get(0).getFirst())
                .isEqualTo(PythonValue.of("\ud83d\ude80"));
        assertThat(task.inputs().plus().get(1).getFirst()).isEqualTo(PythonValue.of("\ud83d"));
        assertThat(task.inputs().plus().get(2))
                .containsExactly(PythonValue.none(), new PyBool(true));
    }

    @Test
    void takesAFolderAndAnArchive() throws IOException {
        byte[] content = Files.readAllBytes(TestFiles.mini("HumanEvalPlus.jsonl"));
        TestFiles.gzip(folder.resolve("HumanEvalPlus.jsonl.gz"), content);
        assertThat(PlusTasks.read(folder).keySet()).containsExactly("Plus/0", "Plus/1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"base_input\":[[1]] | field 'plus_input' is missing",
                "\"base_input\":5,\"plus_input\":[] | field 'base_input' is no list of lists",
                "\"base_input\":[[1],2],\"plus_input\":[] | field 'base_input' [1] is no list",
                "\"base_input\":[],\"plus_input\":[],\"atol\":\"0\" | field 'atol' is no number",
                "\"base_input\":[],\"plus_input\":[],\"atol\":-1 | field 'atol' is no number"
            })
    void malformedRecordsAreNamed(String fields, String problem) throws IOException {
        String record =
                "{\"task_id\":\"a\",\"prompt\":\"\",\"entry_point\":\"f\","
                        + "\"canonical_solution\":\"\",%s}".formatted(fields);
        Path file = TestFiles.write(folder.resolve("plus.jsonl"), record);
        assertThatThrownBy(() -> PlusTasks.read(file))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("plus.jsonl line 1: " + problem);
    }

    @Test
    void aTaskTwiceIsNamed() throws IOException {
        String twice =
                Files.readString(TestFiles.mini("HumanEvalPlus.jsonl"))
                        .lines()
                        .findFirst()
                        .orElseThrow();
        Path file = TestFiles.write(folder.resolve("twice.jsonl"), twice + "\n" + twice);
        assertThatThrownBy(() -> PlusTasks.read(file))
                .hasMessageContaining(
                        "twice.jsonl line 2: field 'task_id' is 'Plus/0' for the second time");
    }
}
