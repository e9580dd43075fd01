package dev.handaxe.spark;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files that samples are read from: one, a folder's, or those that a pattern names.
 *
 * <p>Immutable.
 */
record SampleFiles(String place, List<FileStatus> files) {

    /** Copies. */
    SampleFiles {
        files = List.copyOf(files);
    }

    /**
     * Finds them, in the order of their names.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there are none
     */
    static SampleFiles find(String place, Configuration conf) {
        try {
            Path path = new Path(place);
            FileSystem system = path.getFileSystem(conf);
            FileStatus[] named = system.globStatus(path);
            List<FileStatus> files = new ArrayList<>();
            for (FileStatus each : named == null ? new FileStatus[0] : named) {
                if (each.isDirectory()) {
                    files.addAll(List.of(system.listStatus(each.getPath())));
                } else {
                    files.add(each);
                }
            }
            files.removeIf(file -> file.isDirectory() || isHidden(file));
            if (files.isEmpty()) {
                throw new HandaxeException(
                        Code.INVALID_INPUT, "there is no file of samples at " + place);
            }
            files.sort(Comparator.comparing(file -> file.getPath().toString()));
            return new SampleFiles(place, files);
        } catch (IllegalArgumentException | IOException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "--samples " + place + ": " + e.getMessage(), e);
        }
    }

    private static boolean isHidden(FileStatus file) {
        String name = file.getPath().getName();
        return name.startsWith("_") || name.startsWith(".");
    }

    /** Whether they are Parquet; otherwise they are lines of JSON. */
    boolean areParquet() {
        return files.getFirst().getPath().getName().endsWith(".parquet");
    }

    /** Their names for Spark, none of which it takes for a pattern. */
    List<String> paths() {
        return files.stream()
                .map(file -> file.getPath().toString().replaceAll("([\\\\{}\\[\\]*?])", "\\\\$1"))
                .toList();
    }

    /** Tells these files from others and from what they were at another time. */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (FileStatus file : files) {
                String line =
                        "%s %d %d\n"
                                .formatted(
                                        file.getPath(), file.getLen(), file.getModificationTime());
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
