package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.PythonValue.PyBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutFilesTest {
    @TempDir private Path temp;

    @Test
    void filesAreWrittenBelowANewFolder() throws IOException {
        OutFiles.into(temp.resolve("new/out")).write(List.of(file("a.txt"), file("d/e/b.txt")));

        assertThat(temp.resolve("new/out/a.txt")).hasContent("a.txt");
        assertThat(temp.resolve("new/out/d/e/b.txt")).hasContent("d/e/b.txt");
    }

    @Test
    void aFolderThatHoldsSomethingIsRefused() throws IOException {
        Files.writeString(temp.resolve("mine"), "");

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> OutFiles.into(temp))
                .withMessageContaining("not empty");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> OutFiles.into(temp.resolve("mine")))
                .withMessageContaining("is a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped", "/escaped", "a/../../escaped", ".", ""})
    void nothingIsWrittenOutsideTheFolder(String name) {
        OutFiles out = OutFiles.into(temp.resolve("out"));

        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> out.write(List.of(file(name))));
        assertThat(temp.toFile().list()).containsExactly("out");
    }

    @Test
    void nothingIsOverwritten() {
        OutFiles out = OutFiles.into(temp.resolve("out"));

        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> out.write(List.of(file("a"), file("a"))));
    }

    private static GuestFile file(String name) {
        return new GuestFile(name, new PyBytes(name.getBytes(StandardCharsets.UTF_8)));
    }
}
