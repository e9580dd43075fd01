package dev.handaxe.worker;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Attributes of files that nobody owns and that never change, in the views that GraalPy asks for.
 */
final class ReadOnlyAttributes {
    private static final FileTime TIME = FileTime.fromMillis(0);
    private static final int FILE_MODE = 0100444;
    private static final int FOLDER_MODE = 0040555;

    private ReadOnlyAttributes() {}

    static Map<String, Object> file(String wanted, long size, int number) {
        return chosen(wanted, all(false, size, number));
    }

    static Map<String, Object> folder(String wanted, int number) {
        return chosen(wanted, all(true, 0, number));
    }

    private static Map<String, Object> all(boolean folder, long size, int number) {
        Set<PosixFilePermission> permissions =
                PosixFilePermissions.fromString(folder ? "r-xr-xr-x" : "r--r--r--");
        Map<String, Object> all = new HashMap<>();
        all.put("size", size);
        all.put("lastModifiedTime", TIME);
        all.put("lastAccessTime", TIME);
        all.put("creationTime", TIME);
        all.put("isRegularFile", !folder);
        all.put("isDirectory", folder);
        all.put("isSymbolicLink", false);
        all.put("isOther", false);
        all.put("permissions", permissions);
        all.put("mode", folder ? FOLDER_MODE : FILE_MODE);
        all.put("ino", (long) number);
        all.put("dev", 1L);
        all.put("rdev", 0L);
        all.put("nlink", 1);
        all.put("uid", 0);
        all.put("gid", 0);
        all.put("ctime", TIME);
        return all;
    }

    private static Map<String, Object> chosen(String wanted, Map<String, Object> all) {
        String names = wanted.substring(wanted.indexOf(':') + 1);
        if (!names.equals("*")) {
            all.keySet().retainAll(List.of(names.split(",")));
        }
        return all;
    }
}
