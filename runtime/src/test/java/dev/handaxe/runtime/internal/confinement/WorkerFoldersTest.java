package dev.handaxe.runtime.internal.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class WorkerFoldersTest {
    @Test
    void eachWorkerHasItsOwnFolderAndNoneIsLeft() throws IOException {
        Path first;
        Path second;
        try (WorkerFolders folders = new WorkerFolders()) {
            first = folders.create(-1);
            second = folders.create(-1);
            assertThat(first).isNotEqualTo(second).isDirectory();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
                    .isEqualTo("rwx------");
            Files.writeString(Files.createDirectories(first.resolve("a/b")).resolve("c"), "left");
            WorkerFolders.delete(first);
            assertThat(first).doesNotExist();
            assertThat(second).isDirectory();
        }
        assertThat(second.getParent()).doesNotExist();
    }

    @Test
    void noFolderIsMadeAfterTheEnd() {
        WorkerFolders folders = new WorkerFolders();
        folders.close();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> folders.create(-1));
    }
}
