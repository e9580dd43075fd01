package dev.handaxe.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The manifests as {@code kubectl kustomize} renders them.
 *
 * <p>Immutable.
 */
final class Kustomization {
    /** From this minor version on kubectl has a kustomize that knows what the manifests use. */
    private static final int MODERN = 21;

    private static final List<String> VERSION =
            List.of("kubectl", "version", "--client", "--output", "json");

    private final Path root;

    /** Of manifests below that folder, a copy in which they may be changed. */
    private Kustomization(Path root) {
        this.root = root;
    }

    /** Whether there is a kubectl. */
    static boolean canRender() throws InterruptedException {
        return Tool.works(VERSION);
    }

    /**
     * Copies the manifests into an empty folder, where an old kubectl, such as Debian 12 has, gets
     * them in the words that it knows.
     */
    static Kustomization in(Path folder) throws IOException, InterruptedException {
        Path manifests = Path.of(System.getProperty("manifests"));
        try (Stream<Path> files = Files.walk(manifests)) {
            for (Path file : (Iterable<Path>) files.skip(1)::iterator) {
                Files.copy(file, folder.resolve(manifests.relativize(file)));
            }
        }
        JsonNode version = Yaml.document(Tool.run(VERSION).out());
        String minor = version.at("/clientVersion/minor").asText().replaceAll("\\D", "");
        var kustomization = new Kustomization(folder);
        if (Integer.parseInt(minor) < MODERN) {
            for (String each : kustomization.names()) {
                age(folder.resolve(each).resolve("kustomization.yaml"));
            }
        }
        return kustomization;
    }

    /** Folders among the resources were bases, and a patch was the name of its file. */
    private static void age(Path file) throws IOException {
        ObjectNode modern = (ObjectNode) Yaml.document(Files.readString(file));
        ArrayNode files = Yaml.MAPPER.createArrayNode();
        ArrayNode bases = Yaml.MAPPER.createArrayNode();
        for (String resource : Yaml.texts(modern.path("resources"))) {
            (resource.endsWith(".yaml") ? files : bases).add(resource);
        }
        ArrayNode patches = Yaml.MAPPER.createArrayNode();
        modern.path("patches").forEach(patch -> patches.add(patch.get("path")));
        modern.remove("patches");
        modern.set("resources", files);
        modern.set("bases", bases);
        modern.set("patchesStrategicMerge", patches);
        Yaml.MAPPER.writeValue(file.toFile(), modern);
    }

    /** Those that there are: the base and each overlay. */
    List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.endsWith("kustomization.yaml"))
                    .map(file -> root.relativize(file.getParent()).toString())
                    .sorted()
                    .toList();
        }
    }

    /** The objects of one of them. */
    Manifests render(String name) throws IOException, InterruptedException {
        Tool.Run run = Tool.run(List.of("kubectl", "kustomize", root.resolve(name).toString()));
        assertThat(run.exitCode()).as("%s: %s", name, run).isZero();
        assertThat(run.err()).as(name).isEmpty();
        return new Manifests(Yaml.documents(run.out()));
    }
}
