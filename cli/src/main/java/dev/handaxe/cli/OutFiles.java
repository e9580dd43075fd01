package dev.handaxe.cli;

import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of the host that the files of a guest go to: new or empty, so that nothing of the
 * host's is overwritten and no link that lies there leads out of it.
 *
 * <p>Immutable.
 */
record OutFiles(Path folder) {

    /**
     * The folder, made if it is not there.
     *
     * @throws UsageException if there is a file in its place, or something in it
     */
    static OutFiles into(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new UsageException(
                            "--out-files: " + folder + " is not empty: name a new or empty folder");
                }
            }
            return new OutFiles(folder.toRealPath());
        } catch (FileAlreadyExistsException e) {
            throw new UsageException("--out-files: " + folder + " is a file: name a folder");
        } catch (IOException e) {
            throw new UsageException(
                    "--out-files: "
                            + folder
                            + " cannot be used ("
                            + e.getClass().getSimpleName()
                            + ")");
        }
    }

    /**
     * Writes the files; the sandbox has checked their names, and they are checked once more.
     *
     * @throws HandaxeException with {@link Code#IO} if the host cannot take one
     */
    void write(List<GuestFile> files) {
        for (GuestFile file : files) {
            try {
                Path place = folder.resolve(file.name()).normalize();
                if (!place.startsWith(folder) || place.equals(folder)) {
                    throw new InvalidPathException(file.name(), "leads out of the folder");
                }
                Files.createDirectories(place.getParent());
                Files.write(place, file.content().value(), StandardOpenOption.CREATE_NEW);
            } catch (IOException | InvalidPathException e) {
                throw new HandaxeException(
                        Code.IO,
                        "a file of the guest cannot be written to "
                                + folder
                                + " ("
                                + e.getClass().getSimpleName()
                                + ")",
                        e);
            }
        }
    }
}
