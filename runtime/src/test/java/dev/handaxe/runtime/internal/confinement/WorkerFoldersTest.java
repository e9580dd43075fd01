package dev.handaxe.runtime.internal.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void whatAnotherUserCannotReadIsCopiedForItsGroupOnce(@TempDir Path secret) throws IOException {
        Path file = Files.createDirectories(secret.resolve("p/files")).resolve("a.py");
        Files.writeString(file, "x = 1\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
        Path folder = secret.resolve("p");
        int group = (Integer) Files.getAttribute(secret, "unix:gid");
        Path copy;
        try (WorkerFolders folders = new WorkerFolders()) {
            copy = folders.readable(folder, group);
            assertThat(copy).isNotEqualTo(folder);
            assertThat(copy.resolve("files/a.py")).hasContent("x = 1");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                    .isEqualTo("rwxr-x---");
            assertThat(folders.readable(folder, group)).isEqualTo(copy);
        }
        assertThat(copy).doesNotExist();
        assertThat(file).exists();
    }

    @Test
    void whatTheWorkerCanReadIsNotCopied(@TempDir Path own) throws IOException {
        try (WorkerFolders folders = new WorkerFolders()) {
            assertThat(folders.readable(own, -1)).isEqualTo(own);
        }
    }

    @Test
    void theEndOfAWorkerAndOfAllMayDeleteTheSameFolderAtOnce() throws Exception {
        for (int round = 0; round < 20; round++) {
            WorkerFolders folders = new WorkerFolders();
            Path folder = folders.create(-1);
            for (int i = 0; i < 200; i++) {
                Files.createDirectories(folder.resolve("d" + i + "/e"));
            }
            Thread worker = Thread.ofPlatform().start(() -> WorkerFolders.delete(folder));
            folders.close();
            worker.join();
            assertThat(folder).doesNotExist();
        }
    }

    @Test
    void noFolderIsMadeAfterTheEnd() {
        WorkerFolders folders = new WorkerFolders();
        folders.close();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> folders.create(-1));
    }
}
