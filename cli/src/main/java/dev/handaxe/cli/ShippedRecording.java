package dev.handaxe.cli;

import dev.handaxe.benchmarks.DataSets;
import dev.handaxe.optimizer.ModelGateway;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * The recorded model calls of a training run, which ship beside the tasks of their data set.
 *
 * <p>Immutable.
 *
 * @param dataset one of {@link #DATASETS}
 */
record ShippedRecording(String dataset) {
    /** The data sets that ship one: a run on them needs no model. */
    static final List<String> DATASETS = List.of("demo", "numbers", "tables", "calendar");

    static boolean of(String dataset) {
        return DATASETS.contains(dataset);
    }

    /**
     * A gateway that answers from it.
     *
     * @throws HandaxeException with {@link Code#IO} if it cannot be unpacked
     */
    ModelGateway replay() {
        return withFile(ModelGateway::replay);
    }

    /** The settings it was recorded with. */
    Map<String, String> settings() {
        return withFile(ModelGateway::recordedSettings);
    }

    /** Recordings are read as a whole, so the file is needed for that moment only. */
    private <T> T withFile(Function<Path, T> use) {
        String name = dataset + ".jsonl";
        try (InputStream packed = open("recordings/" + name + ".gz");
                InputStream plain = new GZIPInputStream(packed)) {
            Path folder = Files.createTempDirectory("handaxe-recording");
            Path file = folder.resolve(name);
            try {
                Files.copy(plain, file);
                return use.apply(file);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.IO, "the recording of %s: %s".formatted(dataset, e.getMessage()), e);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream stream = DataSets.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IOException("this build lacks " + resource);
        }
        return stream;
    }
}
