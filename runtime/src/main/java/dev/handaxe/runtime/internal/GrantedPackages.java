package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.packages.PackageMount;
import dev.handaxe.runtime.packages.PackageStore;
import dev.handaxe.runtime.packages.StoredPackage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The packages of policies, from the store of one sandbox. The files of a package are compared with
 * its hash once, and again when the store has another version of it. Thread-safe.
 */
final class GrantedPackages {
    private final Path store;
    private final Map<StoredPackage, PackageMount> checked = new HashMap<>();

    GrantedPackages(Path store) {
        this.store = store;
    }

    /**
     * The packages of those names.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if one is not in the store, or was
     *     changed there
     */
    List<PackageMount> mounts(List<String> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        PackageStore open = PackageStore.open(store);
        List<StoredPackage> wanted = open.find(names);
        synchronized (checked) {
            return wanted.stream()
                    .map(stored -> checked.computeIfAbsent(stored, open::mount))
                    .toList();
        }
    }
}
