package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of one store: bounded UTF-8 text, replaced as a whole, never through a link. */
final class StoreFiles {
    /** Source or description of one function. */
    static final int MAX_FUNCTION_BYTES = 1 << 20;

    static final int MAX_MANIFEST_BYTES = 16 << 20;
    static final String MANIFEST = "manifest.json";

    /** The manifest of a save under way: from its appearance on, the save counts. */
    static final String PENDING = "manifest.pending.json";

    static final String HISTORY = "history";

    private final Path folder;

    StoreFiles(Path folder) {
        this.folder = folder;
    }

    /** Fails unless the folder is missing, empty or a store; hidden files are nobody's concern. */
    void checkIsStore() {
        if (!Files.exists(folder) || exists(MANIFEST) || exists(PENDING)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new HandaxeException(Code.INVALID_INPUT, folder + ": not a folder");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            Optional<String> stranger =
                    entries.map(entry -> entry.getFileName().toString())
                            .filter(name -> !name.startsWith(".") && !name.equals(HISTORY))
                            .findFirst();
            if (stranger.isPresent()) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "%s: not a function store: it has no %s, and holds '%s'"
                                .formatted(folder, MANIFEST, GuestText.line(stranger.get(), 80)));
            }
        } catch (IOException e) {
            throw failed("", "cannot be listed", e);
        }
    }

    boolean exists(String name) {
        return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** The text of a file of the store; line ends as they are, without a byte order mark. */
    String read(String name, int maxBytes) {
        Path file = folder.resolve(name);
        if (!exists(name)) {
            throw wrong(name, "is missing");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw wrong(name, "is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw wrong(name, "is larger than " + maxBytes + " bytes");
            }
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw wrong(name, "is not UTF-8");
        } catch (IOException e) {
            throw failed(name, "cannot be read", e);
        }
    }

    /** Puts the text in the place of the file at once; leaves it alone if it is the same. */
    void write(String name, String text, int maxBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > maxBytes) {
            throw wrong(name, "would be larger than " + maxBytes + " bytes");
        }
        Path file = folder.resolve(name);
        Path parent = file.getParent() == null ? folder : file.getParent();
        Path temporary = parent.resolve("." + file.getFileName() + ".tmp");
        try {
            if (isSame(file, bytes)) {
                return;
            }
            Files.createDirectories(parent);
            Files.deleteIfExists(temporary); // left by a crash
            Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW);
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed(name, "cannot be written", e);
        }
    }

    void rename(String from, String to) {
        try {
            Files.move(
                    folder.resolve(from),
                    folder.resolve(to),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed(to, "cannot be written", e);
        }
    }

    void delete(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw failed(name, "cannot be deleted", e);
        }
    }

    /** A fault in the content of a file. */
    HandaxeException wrong(String name, String what) {
        return new HandaxeException(Code.INVALID_INPUT, folder.resolve(name) + ": " + what);
    }

    private HandaxeException failed(String name, String what, IOException fault) {
        return new HandaxeException(
                Code.IO,
                "%s: %s (%s)"
                        .formatted(folder.resolve(name), what, fault.getClass().getSimpleName()),
                fault);
    }

    private static boolean isSame(Path file, byte[] bytes) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == bytes.length
                && Arrays.equals(Files.readAllBytes(file), bytes);
    }
}
