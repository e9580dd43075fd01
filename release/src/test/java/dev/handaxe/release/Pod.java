package dev.handaxe.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pod of the manifests as bubblewrap can approximate it: its user, its volumes and nothing else
 * that can be written to, no capabilities, no new privileges, processes and a network of its own
 * with a loopback device alone, and no user namespaces within. What it has not are limits of memory
 * and processors, a seccomp filter, and an image's own system.
 *
 * <p>Confined to one thread.
 */
final class Pod {
    private final Image image;
    private final Manifests manifests;
    private final Map<String, String> secrets;
    private final Path volumes;
    private boolean writable;

    /**
     * One with folders of its own for its volumes.
     *
     * @param secrets by key
     */
    Pod(Image image, Manifests manifests, Map<String, String> secrets, Path volumes)
            throws IOException {
        this.image = image;
        this.manifests = manifests;
        this.secrets = Map.copyOf(secrets);
        this.volumes = volumes;
        Files.setPosixFilePermissions(volumes, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (JsonNode volume : manifests.pod().path("volumes")) {
            make(volume);
        }
    }

    /** Whether this host has what it takes. */
    static boolean canRun() throws InterruptedException {
        return Tool.works(List.of("bash", "-c", "true"))
                && Tool.works(
                        List.of(
                                "bwrap",
                                "--unshare-user",
                                "--disable-userns",
                                "--unshare-net",
                                "--unshare-pid",
                                "--ro-bind",
                                "/",
                                "/",
                                "true"));
    }

    private void make(JsonNode volume) throws IOException {
        Path folder = Files.createDirectory(folder(volume.path("name").asText()));
        JsonNode map = volume.at("/configMap/name");
        if (map.isMissingNode()) {
            own(folder);
            return;
        }
        // As the kubelet lays it: each file is a link into a folder that another one can replace.
        Path data = Files.createDirectory(folder.resolve("..data"));
        for (var file :
                manifests
                        .named("ConfigMap", map.asText())
                        .orElseThrow()
                        .path("data")
                        .properties()) {
            Files.writeString(data.resolve(file.getKey()), file.getValue().asText());
            Files.createSymbolicLink(
                    folder.resolve(file.getKey()), Path.of("..data", file.getKey()));
        }
    }

    /** Gives a folder to the pod's user, where this one may. */
    private void own(Path folder) throws IOException {
        if (isRoot()) {
            Files.setAttribute(folder, "unix:uid", user());
            Files.setAttribute(folder, "unix:gid", user());
        }
    }

    Path folder(String volume) {
        return volumes.resolve(volume);
    }

    /** From now on its root can be written to, so that it shows what would be. */
    void makeWritable() throws IOException {
        own(image.home());
        writable = true;
    }

    private int user() {
        return manifests.pod().at("/securityContext/runAsUser").asInt();
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    /** Makes the image's caches: the step of its build, in what will be the pod. */
    Tool.Run build() throws IOException, InterruptedException {
        makeWritable();
        try {
            return run(
                    manifests.server(), List.of("bash", "-c", String.join(" && ", image.steps())));
        } finally {
            writable = false;
        }
    }

    /** Runs the containers that come before the server's. */
    Tool.Run initialize() throws IOException, InterruptedException {
        Tool.Run last = new Tool.Run(0, "", "");
        for (JsonNode container : manifests.pod().path("initContainers")) {
            last = run(container, Yaml.texts(container.path("command")));
        }
        return last;
    }

    /**
     * Runs a script in the server's container, whose arguments are what the container would run.
     */
    Tool.Run script(String script) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "handaxe"));
        command.addAll(Yaml.texts(manifests.server().path("args")));
        return run(manifests.server(), command);
    }

    private Tool.Run run(JsonNode container, List<String> command)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        String user = Integer.toString(user());
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
        }
        all.addAll(
                List.of(
                        "bwrap",
                        "--die-with-parent",
                        "--new-session",
                        "--unshare-user",
                        "--disable-userns",
                        "--uid",
                        user,
                        "--gid",
                        user));
        all.addAll(
                List.of(
                        "--unshare-pid",
                        "--unshare-net",
                        "--unshare-ipc",
                        "--unshare-uts",
                        "--unshare-cgroup-try"));
        Yaml.texts(container.at("/securityContext/capabilities/drop"))
                .forEach(drop -> all.addAll(List.of("--cap-drop", drop)));
        all.add("--clearenv");
        environment(container)
                .forEach((name, value) -> all.addAll(List.of("--setenv", name, value)));
        files(all);
        for (JsonNode mount : container.path("volumeMounts")) {
            String kind = mount.path("readOnly").asBoolean() ? "--ro-bind" : "--bind";
            all.addAll(
                    List.of(
                            kind,
                            folder(mount.path("name").asText()).toString(),
                            mount.path("mountPath").asText()));
        }
        if (container.at("/securityContext/readOnlyRootFilesystem").asBoolean() && !writable) {
            all.addAll(List.of("--remount-ro", "/"));
        }
        all.addAll(List.of("--chdir", "/home/handaxe", "--"));
        all.addAll(command);
        return Tool.run(all);
    }

    private Map<String, String> environment(JsonNode container) {
        Map<String, String> environment = new LinkedHashMap<>(image.environment());
        for (JsonNode variable : container.path("env")) {
            String secret = variable.at("/valueFrom/secretKeyRef/key").asText();
            environment.put(variable.path("name").asText(), secrets.getOrDefault(secret, ""));
        }
        return environment;
    }

    private void files(List<String> all) {
        all.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (String name : List.of("/bin", "/sbin", "/lib", "/lib64")) {
            Path folder = Path.of(name);
            if (Files.isSymbolicLink(folder)) {
                all.addAll(List.of("--symlink", "usr" + name, name));
            } else if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                all.addAll(List.of("--ro-bind", name, name));
            }
        }
        Path jdk = Path.of(System.getProperty("java.home"));
        all.addAll(List.of("--ro-bind", jdk.toString(), jdk.toString()));
        all.addAll(List.of("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"));
        all.addAll(List.of("--ro-bind", image.opt().toString(), "/opt"));
        String home = image.home().toString();
        all.addAll(List.of(writable ? "--bind" : "--ro-bind", home, "/home/handaxe"));
        all.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    }
}
