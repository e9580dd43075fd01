package dev.handaxe.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.ModuleRule;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.protocol.CallSettings;
import dev.handaxe.runtime.protocol.CallSettings.Granted;
import dev.handaxe.runtime.protocol.CallSettings.SessionUse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemainsCheckTest {
    private static final CallSettings SETTINGS = settings(true);

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b.txt", "é 😀", "..a", "a..", "back\\slash", "-rf", "a b"})
    void namesOfFilesPass(String name) {
        assertThat(RemainsCheck.fault(List.of(file(name, 1)), SETTINGS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "/etc/passwd",
                "../a",
                "a/../../b",
                "a/..",
                "a//b",
                "a/",
                "./a",
                "a\0b",
                "a\nb",
                "a\u001bb",
                "a\u0085b",
                "\ud83d"
            })
    void namesThatNoFileCanHaveAreAFault(String name) {
        assertThat(RemainsCheck.fault(List.of(file(name, 1)), SETTINGS))
                .hasValue("a file of a name that no file can have");
    }

    @Test
    void namesAreBoundedInEveryPartAndAltogether() {
        assertThat(RemainsCheck.isName("é".repeat(127))).isTrue();
        assertThat(RemainsCheck.isName("é".repeat(128))).isFalse();
        assertThat(RemainsCheck.isName("a/".repeat(512) + "b")).isFalse();
    }

    @Test
    void twoFilesOfOneNameOrAnInputsNameAreAFault() {
        assertThat(RemainsCheck.fault(List.of(file("a", 1), file("a", 1)), SETTINGS)).isPresent();
        assertThat(RemainsCheck.fault(List.of(file("in.csv", 1)), SETTINGS)).isPresent();
    }

    @Test
    void countAndBytesStayInTheQuota() {
        assertThat(RemainsCheck.fault(List.of(file("a", 60), file("b", 40)), SETTINGS)).isEmpty();
        assertThat(RemainsCheck.fault(List.of(file("a", 60), file("b", 41)), SETTINGS))
                .hasValue("101 bytes of files");
        assertThat(RemainsCheck.fault(List.of(file("a", 1), file("b", 1), file("c", 1)), SETTINGS))
                .hasValue("3 files");
    }

    @Test
    void foldersCountAndAreNoFiles() {
        assertThat(RemainsCheck.fault(List.of(file("a/b", 1)), SETTINGS)).isEmpty();
        assertThat(RemainsCheck.fault(List.of(file("a/b/c", 1)), SETTINGS))
                .hasValue("1 files in 2 folders");
        assertThat(RemainsCheck.fault(List.of(file("in.csv/a", 1)), SETTINGS))
                .hasValue("a file that is a folder as well");
    }

    @Test
    void filesWithoutAFolderAreAFault() {
        assertThat(RemainsCheck.fault(List.of(file("a", 1)), settings(false)))
                .hasValue("files without a folder");
        assertThat(RemainsCheck.fault(List.of(), settings(false))).isEmpty();
    }

    private static CallSettings settings(boolean folder) {
        return new CallSettings(
                ExecutionPolicy.untrusted()
                        .limits()
                        .with(LimitName.FOLDER_BYTES, 100)
                        .with(LimitName.FOLDER_FILES, 2),
                new Granted(ModuleRule.any(), List.of(file("in.csv", 1)), folder, List.of()),
                Optional.empty(),
                TraceMode.OFF,
                SessionUse.NONE);
    }

    private static GuestFile file(String name, int bytes) {
        return new GuestFile(name, new PyBytes(new byte[bytes]));
    }
}
