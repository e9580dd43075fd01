package dev.handaxe.worker;

import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** What the options of an open file come to in memory. Thread-safe. */
final class FolderOptions {
    private static final Set<StandardOpenOption> CHANGING =
            Set.of(
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.DELETE_ON_CLOSE);

    private FolderOptions() {}

    /** Whether they could change something. */
    static boolean change(Set<? extends OpenOption> options) {
        return options.stream().anyMatch(CHANGING::contains);
    }

    static boolean write(Set<? extends OpenOption> options) {
        return options.contains(StandardOpenOption.WRITE)
                || options.contains(StandardOpenOption.APPEND);
    }

    static boolean create(Set<? extends OpenOption> options) {
        return write(options)
                && (options.contains(StandardOpenOption.CREATE)
                        || options.contains(StandardOpenOption.CREATE_NEW));
    }

    /**
     * The options for the memory file system. It does not append to a file that is read as well, so
     * the channel appends; GraalPy asks for no reading then, even if the guest did. Truncating is
     * counted, so the folder does it.
     */
    static Set<StandardOpenOption> basic(Set<? extends OpenOption> options) {
        Set<StandardOpenOption> basic = new HashSet<>();
        if (options.contains(StandardOpenOption.READ)
                || options.contains(StandardOpenOption.APPEND)
                || !write(options)) {
            basic.add(StandardOpenOption.READ);
        }
        if (write(options)) {
            basic.add(StandardOpenOption.WRITE);
            for (StandardOpenOption option :
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.CREATE_NEW)) {
                if (options.contains(option)) {
                    basic.add(option);
                }
            }
        }
        return basic;
    }
}
