package dev.handaxe.cli.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.cli.report.FunctionDiff;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.FunctionStore.Version;
import dev.handaxe.server.ApiAnswer;
import dev.handaxe.server.ApiPart;
import dev.handaxe.server.ApiRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How each function of the served store came about: the versions that changed it, with diffs.
 * Thread-safe.
 */
public final class HistoryPart implements ApiPart {
    private final Path store;

    /** Of the store in that folder. */
    public HistoryPart(Path store) {
        this.store = store;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route("GET", "/api/functions/{name}/versions", this::versions));
    }

    @Override
    public String description() {
        return Descriptions.of("history.json");
    }

    private ApiAnswer versions(ApiRequest request) {
        String name = request.part("name");
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("name", name);
        ArrayNode list = answer.putArray("versions");
        FunctionSet before = FunctionSet.empty();
        String from = "none";
        for (Version version : FunctionStore.open(store).versions()) {
            String to = "version-" + version.number();
            Optional<FunctionDiff> diff =
                    FunctionDiff.between(before, version.functions(), from, to).stream()
                            .filter(one -> one.name().equals(name))
                            .findFirst();
            diff.ifPresent(one -> add(list.addObject(), version, one));
            before = version.functions();
            from = to;
        }
        return list.isEmpty()
                ? ApiAnswer.notFound("the store has no version with that function")
                : ApiAnswer.json(answer.toString());
    }

    private static void add(ObjectNode node, Version version, FunctionDiff diff) {
        node.put("version", version.number());
        node.put("change", diff.change().word());
        ObjectNode provenance = node.putObject("provenance");
        version.provenance().forEach(provenance::put);
        version.functions()
                .find(diff.name())
                .ifPresent(function -> node.put("source", function.source()));
        ArrayNode lines = node.putArray("diff");
        diff.lines().forEach(lines::add);
    }
}
