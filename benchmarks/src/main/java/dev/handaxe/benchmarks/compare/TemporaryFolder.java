package dev.handaxe.benchmarks.compare;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that goes with all that is in it when it is closed.
 *
 * <p>Immutable.
 */
record TemporaryFolder(Path path) implements AutoCloseable {
    /**
     * A new one.
     *
     * @throws HandaxeException with {@link Code#IO} if none can be made
     */
    static TemporaryFolder make() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("handaxe-compare").toRealPath());
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.IO, "cannot make a working folder: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            List<Path> all;
            try (Stream<Path> found = Files.walk(path)) {
                all = found.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, "cannot remove " + path, e);
        }
    }
}
