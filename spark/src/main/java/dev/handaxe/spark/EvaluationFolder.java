package dev.handaxe.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder that an evaluation writes, wherever Spark reaches it.
 *
 * <p>Confined to one thread.
 */
final class EvaluationFolder {
    private static final String DONE = "_SUCCESS";
    private static final Set<String> BEFORE_THE_PLAN = Set.of("samples", "plan.properties.draft");

    private final Path root;
    private final FileSystem files;

    private EvaluationFolder(Path root, FileSystem files) {
        this.root = root;
        this.files = files;
    }

    /**
     * Opens it; it need not be there.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if that is no place for results
     */
    static EvaluationFolder open(String place, Configuration conf) {
        try {
            Path root = new Path(place);
            FileSystem files = root.getFileSystem(conf);
            EvaluationFolder folder = new EvaluationFolder(root, files);
            if (folder.plan().isEmpty()) {
                folder.requireFresh();
            }
            return folder;
        } catch (IllegalArgumentException | IOException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "--out " + place + ": " + e.getMessage(), e);
        }
    }

    private void requireFresh() throws IOException {
        FileStatus[] found;
        try {
            found = files.listStatus(root);
        } catch (FileNotFoundException e) {
            return;
        }
        for (FileStatus each : found) {
            String name = each.getPath().getName();
            if (each.getPath().equals(files.makeQualified(root))
                    || !(BEFORE_THE_PLAN.contains(name) || name.endsWith(".crc"))) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "--out "
                                + root
                                + " has something else in it: the engine spark needs a folder of its own");
            }
        }
    }

    /** What is evaluated, once the samples are here. */
    Optional<String> plan() {
        try (InputStream in = files.open(new Path(root, "plan.properties"))) {
            return Optional.of(new String(in.readAllBytes(), UTF_8));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Says that the samples are here, all at once. */
    void writePlan(String plan) {
        Path draft = new Path(root, "plan.properties.draft");
        try {
            try (OutputStream out = files.create(draft, true)) {
                out.write(plan.getBytes(UTF_8));
            }
            if (!files.rename(draft, new Path(root, "plan.properties"))) {
                throw new IOException("cannot rename " + draft);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Where the samples are, in folders by slice. */
    String samples() {
        return new Path(root, "samples").toString();
    }

    /** Where the samples of a slice are. */
    String samples(long slice) {
        return new Path(root, "samples/" + Columns.SLICE + "=" + slice).toString();
    }

    /** Where all verdicts are. */
    String verdicts() {
        return new Path(root, "verdicts").toString();
    }

    /** Where the verdicts of a slice are. */
    String verdicts(long slice) {
        return new Path(root, "verdicts/" + Columns.SLICE + "=" + slice).toString();
    }

    /** Where the lines are. */
    String lines() {
        return new Path(root, "verdicts.jsonl").toString();
    }

    /** The slices that have no verdicts yet, in order. */
    List<Long> missing(long slices) {
        List<Long> missing = new ArrayList<>();
        for (long slice = 0; slice < slices; slice++) {
            if (!isWhole(verdicts(slice))) {
                missing.add(slice);
            }
        }
        return missing;
    }

    /** Whether a job has written that to its end. */
    boolean isWhole(String place) {
        try {
            return files.exists(new Path(place, DONE));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Removes what was written of that. */
    void remove(String place) {
        try {
            files.delete(new Path(place), true);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private HandaxeException unusable(IOException e) {
        return new HandaxeException(Code.IO, "--out " + root + ": " + e.getMessage(), e);
    }
}
