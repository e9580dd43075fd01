package dev.handaxe.runtime.internal;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.protocol.CallSettings;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges the files that a worker says its guest left. An honest worker holds the guest to the same
 * rules while it writes, so that whoever breaks one here forges. Thread-safe.
 */
final class RemainsCheck {
    private static final int MAX_PART_BYTES = 255;
    private static final int MAX_NAME_BYTES = 1024;

    private RemainsCheck() {}

    /** Why the files cannot be what a guest left under those settings; empty if they can. */
    static Optional<String> fault(List<GuestFile> files, CallSettings settings) {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        if (!settings.grants().folder()) {
            return Optional.of("files without a folder");
        }
        if (files.size() > settings.limits().get(LimitName.FOLDER_FILES)) {
            return Optional.of(files.size() + " files");
        }
        long bytes = 0;
        Set<String> names = new HashSet<>();
        Set<String> given = new HashSet<>();
        Set<String> folders = new HashSet<>();
        settings.grants().inputs().forEach(input -> names.add(input.name()));
        names.forEach(name -> addFolders(name, given));
        for (GuestFile file : files) {
            if (!isName(file.name()) || !names.add(file.name())) {
                return Optional.of("a file of a name that no file can have");
            }
            addFolders(file.name(), folders);
            bytes += file.content().size();
        }
        if (folders.stream().anyMatch(names::contains)) {
            return Optional.of("a file that is a folder as well");
        }
        folders.removeAll(given);
        if (files.size() + folders.size() > settings.limits().get(LimitName.FOLDER_FILES)) {
            return Optional.of(files.size() + " files in " + folders.size() + " folders");
        }
        return bytes > settings.limits().get(LimitName.FOLDER_BYTES)
                ? Optional.of(bytes + " bytes of files")
                : Optional.empty();
    }

    private static void addFolders(String name, Set<String> into) {
        for (int end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
            into.add(name.substring(0, end));
        }
    }

    /** Whether it is relative, stays inside its folder, and can be written on a host. */
    static boolean isName(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES
                || name.codePoints().anyMatch(RemainsCheck::isUnfit)) {
            return false;
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || part.getBytes(StandardCharsets.UTF_8).length > MAX_PART_BYTES) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnfit(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }
}
