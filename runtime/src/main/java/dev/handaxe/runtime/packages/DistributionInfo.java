package dev.handaxe.runtime.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The metadata that installers leave beside packages: {@code NAME-VERSION.dist-info} or {@code
 * .egg-info}, a folder or a file. It informs people; nothing depends on it.
 */
final class DistributionInfo {
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.!+_-]{0,63}");

    private DistributionInfo() {}

    /** The version of the distribution that a package came with, or an empty text. */
    static String version(Path folder, String name) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> infos = entries.filter(DistributionInfo::isInfo).sorted().toList();
            return Stream.concat(
                            infos.stream().filter(info -> isNamed(info, name)),
                            infos.stream().filter(info -> brings(info, name)))
                    .flatMap(info -> versionIn(info).stream())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isInfo(Path entry) {
        String name = entry.getFileName().toString();
        return name.endsWith(".dist-info") || name.endsWith(".egg-info");
    }

    private static boolean isNamed(Path info, String name) {
        String distribution = info.getFileName().toString().split("-", 2)[0];
        return plain(distribution).equals(plain(name));
    }

    /** As package indexes compare names. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }

    private static boolean brings(Path info, String name) {
        return text(info.resolve("top_level.txt")).lines().anyMatch(name::equals);
    }

    private static Optional<String> versionIn(Path info) {
        String metadata =
                Files.isDirectory(info)
                        ? text(info.resolve("METADATA")) + "\n" + text(info.resolve("PKG-INFO"))
                        : text(info);
        return metadata.lines()
                .filter(line -> line.startsWith("Version:"))
                .map(line -> line.substring("Version:".length()).strip())
                .filter(version -> VERSION.matcher(version).matches())
                .findFirst();
    }

    private static String text(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
