package dev.handaxe.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The image of the Dockerfile as far as it can be had without an engine: the archive is unpacked,
 * and the step that makes the caches is run as the image's user. The system below is this host's.
 *
 * @param root what is the image's own, by its paths
 * @param environment that the image gives
 * @param steps what is run as its user
 */
record Image(Path root, Map<String, String> environment, List<String> steps) {
    private static final String HOME = "home/handaxe";

    Image {
        environment = Map.copyOf(environment);
        steps = List.copyOf(steps);
    }

    /** Unpacks the archive below a folder that everybody may read. */
    static Image unpacked(Path root) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path archive = Path.of(System.getProperty("archive"));
        Path opt = Files.createDirectories(root.resolve("opt"));
        Files.createDirectories(root.resolve(HOME));
        var tar = Tool.run(List.of("tar", "-xzf", archive.toString(), "-C", opt.toString()));
        if (tar.exitCode() != 0) {
            throw new IOException(tar.err());
        }
        String folder = archive.getFileName().toString().replace(".tar.gz", "");
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", "/opt/" + folder + ":/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        Path dockerfile = Path.of(System.getProperty("dockerfile"));
        String lines = Files.readString(dockerfile).replace("\\\n", " ");
        List<String> asUser = lines.lines().dropWhile(line -> !line.startsWith("USER ")).toList();
        for (String line : asUser) {
            if (line.startsWith("ENV ")) {
                String[] parts = line.substring("ENV ".length()).split("=", 2);
                environment.put(parts[0], parts[1]);
            }
        }
        List<String> steps =
                asUser.stream()
                        .filter(line -> line.startsWith("RUN "))
                        .map(line -> line.substring("RUN ".length()))
                        .toList();
        return new Image(root, environment, steps);
    }

    Path home() {
        return root.resolve(HOME);
    }

    Path opt() {
        return root.resolve("opt");
    }
}
