package dev.handaxe.benchmarks.data;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the files of a data set: a file is taken as it is, in a folder the usual names are looked
 * for, plain or gzipped.
 */
public final class DataFiles {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private DataFiles() {}

    /**
     * The data set's one file.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is none, saying what was
     *     looked for
     */
    public static Path one(Path data, List<String> names) {
        if (!Files.isDirectory(data)) {
            if (!Files.exists(data)) {
                throw new HandaxeException(
                        Code.INVALID_INPUT, "there is no file or folder " + data);
            }
            return data;
        }
        if (names.isEmpty()) {
            throw new HandaxeException(Code.INVALID_INPUT, data + " is a folder, a file is needed");
        }
        return inFolder(data, names)
                .orElseThrow(
                        () ->
                                new HandaxeException(
                                        Code.INVALID_INPUT,
                                        "folder %s has none of %s (plain or with .gz)"
                                                .formatted(data, String.join(", ", names))));
    }

    /** The first of those names that the folder has, plain before gzipped. */
    public static Optional<Path> inFolder(Path folder, List<String> names) {
        for (String name : names) {
            for (String variant : List.of(name, name + ".gz")) {
                Path file = folder.resolve(variant);
                if (Files.isRegularFile(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The subjects of a folder by name: files {@code SUBJECT.jsonl}, plain or gzipped, and folders
     * that have files of JSON.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there are none
     */
    static SortedMap<String, Path> subjects(Path folder) {
        SortedMap<String, Path> subjects = new TreeMap<>();
        for (Path place : list(folder)) { // NAME.jsonl comes before NAME.jsonl.gz
            if (place.toString().matches("(?s).*\\.jsonl(\\.gz)?")) {
                subjects.putIfAbsent(stem(place), place);
            } else if (Files.isDirectory(place)
                    && list(place).stream().anyMatch(DataFiles::isJson)) {
                subjects.putIfAbsent(stem(place), place);
            }
        }
        if (subjects.isEmpty()) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "folder " + folder + " has no SUBJECT.jsonl");
        }
        return subjects;
    }

    /**
     * The files of JSON in a folder, one record each; by number if all have numbers for names.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there are none
     */
    static List<Path> json(Path folder) {
        List<Path> files = list(folder).stream().filter(DataFiles::isJson).toList();
        if (files.isEmpty()) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "folder " + folder + " has no files of JSON");
        }
        boolean numbered = files.stream().allMatch(file -> NUMBER.matcher(stem(file)).matches());
        return numbered
                ? files.stream()
                        .sorted(Comparator.comparingLong(file -> Long.parseLong(stem(file))))
                        .toList()
                : files;
    }

    private static boolean isJson(Path file) {
        return file.toString().matches("(?s).*\\.json(\\.gz)?") && Files.isRegularFile(file);
    }

    /** A file's name without what says how it is written. */
    static String stem(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.jsonl?(\\.gz)?$", "");
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Hands every record of the file on, in order. */
    public static void each(Path file, Consumer<DataRecord> action) {
        each(RecordReader.open(file), action);
    }

    private static void each(RecordReader opened, Consumer<DataRecord> action) {
        try (RecordReader reader = opened) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                action.accept(next.get());
            }
        }
    }

    /** Every record of the file, read into something else, in order; at least one. */
    public static <T> List<T> all(Path file, Function<DataRecord, T> read) {
        return all(file.toString(), RecordReader.open(file), read);
    }

    /** The same of a reader, which is closed. */
    public static <T> List<T> all(String name, RecordReader reader, Function<DataRecord, T> read) {
        List<T> all = new ArrayList<>();
        each(reader, found -> all.add(read.apply(found)));
        if (all.isEmpty()) {
            throw new HandaxeException(Code.INVALID_INPUT, name + " line 1: has no records");
        }
        return all;
    }
}
