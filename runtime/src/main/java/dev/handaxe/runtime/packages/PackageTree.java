package dev.handaxe.runtime.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a folder of the store holds, in one hash: SHA-256 over each file's path and content with
 * their lengths, sorted by path.
 *
 * <p>Immutable.
 */
record PackageTree(String hash, int files, long bytes) {

    /**
     * Reads a folder.
     *
     * @throws IOException if it cannot be read, or holds anything but folders and regular files
     */
    static PackageTree of(Path folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (!attributes.isRegularFile()) {
                            throw new IOException(folder.relativize(file) + " is no regular file");
                        }
                        files.put(relative(folder, file), file);
                        return FileVisitResult.CONTINUE;
                    }
                });
        MessageDigest digest = sha256();
        long total = 0;
        byte[] buffer = new byte[1 << 16];
        for (Map.Entry<String, Path> file : files.entrySet()) {
            byte[] path = file.getKey().getBytes(StandardCharsets.UTF_8);
            long size = Files.size(file.getValue());
            digest.update((path.length + ":" + size + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(path);
            try (InputStream in =
                    new DigestInputStream(Files.newInputStream(file.getValue()), digest)) {
                while (in.read(buffer) >= 0) {
                    // the digest reads along
                }
            }
            total += size;
        }
        return new PackageTree(HexFormat.of().formatHex(digest.digest()), files.size(), total);
    }

    /** The path of a file in its folder, with slashes. */
    static String relative(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
