package dev.handaxe.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.runtime.HandaxeException.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder that people read and diff: one {@code NAME.py} per function and a {@code manifest.json}.
 * Every accepted version is kept, with where it came from, in {@code history/}.
 *
 * <pre>{@code
 * FunctionStore store = FunctionStore.open(Path.of("functions"));
 * store.save(functions, Map.of("run", "2026-11-22", "score", "0.75"));
 * FunctionSet current = store.load();
 * }</pre>
 *
 * <p>A {@code .py} file that the manifest does not list is none of the store's: never read, never
 * deleted. Files are UTF-8 of at most 1 MiB each (the manifest 16 MiB), and links are not followed.
 *
 * <p>A save counts from the moment all its content is in {@code history/} and its manifest is
 * written beside the old one; if it is cut off after that, readers see the new version and the next
 * save finishes it. If it is cut off before, the old version stands.
 *
 * <p>Thread-safe within one process; one process writes at a time.
 */
public final class FunctionStore {
    private static final Map<String, String> BY_HAND = Map.of("edit", "by hand");

    /** One lock for all stores of this process: two may be open on one folder. */
    private static final Object LOCK = new Object();

    private final Path folder;
    private final StoreFiles files;

    private FunctionStore(Path folder) {
        this.folder = folder;
        this.files = new StoreFiles(folder);
    }

    /**
     * Opens a store; a folder that does not exist, or is empty but for hidden files, is an empty
     * store and is filled by the first save.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if the folder is not a store
     */
    public static FunctionStore open(Path folder) {
        var store = new FunctionStore(folder);
        store.files.checkIsStore();
        return store;
    }

    /** Where the store lies. */
    public Path folder() {
        return folder;
    }

    /**
     * The current set, as the files are now (a person may have edited them).
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} naming file and field
     */
    public FunctionSet load() {
        synchronized (LOCK) {
            return current(manifest());
        }
    }

    /**
     * Makes that set the current version; nothing is half-written if it fails. What a person edited
     * since the last save is kept as a version of its own first. Saving the newest version again
     * with the same provenance changes nothing; with another provenance it is a new version.
     *
     * @param provenance short facts such as run, epoch, edit and score, in order
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if a function is too large, {@link
     *     Code#IO} if a file cannot be written
     */
    public void save(FunctionSet functions, Map<String, String> provenance) {
        synchronized (LOCK) {
            files.checkIsStore();
            if (files.exists(StoreFiles.PENDING)) {
                finish();
            }
            StoreManifest manifest = manifest();
            Optional<FunctionSet> edited = edited(manifest);
            if (edited.isPresent() && !hasRevisions(edited.get(), revisions(functions))) {
                keep(edited.get());
                manifest = manifest.with(edited.get(), BY_HAND);
            }
            keep(functions);
            manifest = manifest.with(functions, provenance).withoutRepetition();
            files.write(StoreFiles.PENDING, manifest.json(), StoreFiles.MAX_MANIFEST_BYTES);
            finish();
        }
    }

    /** Every accepted version, the oldest first. */
    public List<Version> versions() {
        synchronized (LOCK) {
            return manifest().versions().stream()
                    .map(entry -> new Version(entry.number(), recall(entry), entry.provenance()))
                    .toList();
        }
    }

    private StoreManifest manifest() {
        return manifest(
                files.exists(StoreFiles.PENDING) ? StoreFiles.PENDING : StoreFiles.MANIFEST);
    }

    private StoreManifest manifest(String name) {
        if (!files.exists(name)) {
            return StoreManifest.EMPTY;
        }
        return StoreManifest.parse(
                tree(name, StoreFiles.MAX_MANIFEST_BYTES), what -> files.wrong(name, what));
    }

    private FunctionSet current(StoreManifest manifest) {
        if (files.exists(StoreFiles.PENDING)) {
            return recall(manifest.versions().getLast());
        }
        List<FunctionDefinition> functions = new ArrayList<>();
        manifest.functions()
                .forEach(
                        (name, entry) ->
                                functions.add(
                                        StoredFunction.read(
                                                entry,
                                                source(name + ".py"),
                                                "/functions/" + functions.size(),
                                                what -> files.wrong(StoreFiles.MANIFEST, what))));
        return FunctionSet.of(functions);
    }

    /** The set that a person made of the newest version, if it differs and can be read. */
    private Optional<FunctionSet> edited(StoreManifest manifest) {
        if (manifest.versions().isEmpty()) {
            return Optional.empty();
        }
        FunctionSet now;
        try {
            now = current(manifest);
        } catch (HandaxeException e) {
            return Optional.empty(); // a file was deleted or broken: there is nothing to keep
        }
        return hasRevisions(now, manifest.versions().getLast().functions())
                ? Optional.empty()
                : Optional.of(now);
    }

    private static Map<String, String> revisions(FunctionSet functions) {
        Map<String, String> revisions = new LinkedHashMap<>();
        functions.functions().forEach(f -> revisions.put(f.name(), StoredFunction.revision(f)));
        return revisions;
    }

    private static boolean hasRevisions(FunctionSet functions, Map<String, String> revisions) {
        return List.copyOf(revisions(functions).entrySet())
                .equals(List.copyOf(revisions.entrySet()));
    }

    /** Writes the content of a version, under names that no other content has. */
    private void keep(FunctionSet functions) {
        for (FunctionDefinition function : functions.functions()) {
            String name =
                    StoreManifest.historyName(function.name(), StoredFunction.revision(function));
            files.write(name + ".py", function.source(), StoreFiles.MAX_FUNCTION_BYTES);
            files.write(
                    name + ".json",
                    StoreManifest.pretty(StoredFunction.entry(function)),
                    StoreFiles.MAX_FUNCTION_BYTES);
        }
    }

    private FunctionSet recall(StoreManifest.Entry version) {
        List<FunctionDefinition> functions = new ArrayList<>();
        version.functions()
                .forEach(
                        (name, revision) -> {
                            String kept = StoreManifest.historyName(name, revision);
                            String json = kept + ".json";
                            FunctionDefinition function =
                                    StoredFunction.read(
                                            tree(json, StoreFiles.MAX_FUNCTION_BYTES),
                                            source(kept + ".py"),
                                            "the function",
                                            what -> files.wrong(json, what));
                            if (!StoredFunction.revision(function).equals(revision)) {
                                throw files.wrong(json, "was changed, or its source was");
                            }
                            functions.add(function);
                        });
        return FunctionSet.of(functions);
    }

    /** Brings the folder to the pending manifest; can be repeated after a crash. */
    private void finish() {
        StoreManifest pending = manifest(StoreFiles.PENDING);
        for (FunctionDefinition function : recall(pending.versions().getLast()).functions()) {
            files.write(function.name() + ".py", function.source(), StoreFiles.MAX_FUNCTION_BYTES);
        }
        for (String name : manifest(StoreFiles.MANIFEST).functions().keySet()) {
            if (!pending.functions().containsKey(name)) {
                files.delete(name + ".py");
            }
        }
        files.rename(StoreFiles.PENDING, StoreFiles.MANIFEST);
    }

    private JsonNode tree(String name, int maxBytes) {
        return StrictJson.tree(files.read(name, maxBytes), folder.resolve(name).toString());
    }

    private String source(String name) {
        return files.read(name, StoreFiles.MAX_FUNCTION_BYTES);
    }

    /**
     * One accepted version.
     *
     * @param number from 1
     * @param functions the set as it was saved
     * @param provenance as it was given
     */
    public record Version(int number, FunctionSet functions, Map<String, String> provenance) {
        /** Copies. */
        public Version {
            provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
        }
    }
}
