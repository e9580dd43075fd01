package dev.handaxe.cli.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.handaxe.cli.report.ReportPage;
import dev.handaxe.cli.report.RunJson;
import dev.handaxe.optimizer.report.Conversation;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.server.ApiAnswer;
import dev.handaxe.server.ApiPart;
import dev.handaxe.server.ApiRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Training runs to look at, finished or going on. It only reads: what trains spends money, and is
 * begun by {@code handaxe train}. Thread-safe.
 */
public final class RunsPart implements ApiPart {
    private static final int PAGE = 100;
    private static final ApiAnswer NONE = ApiAnswer.notFound("there is no such run");

    private final RunArchive archive;

    /**
     * Of the runs in that folder.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it is none that runs lie in
     */
    public RunsPart(Path folder) {
        archive = new RunArchive(folder);
    }

    @Override
    public List<Route> routes() {
        String run = "/api/runs/{run}";
        return List.of(
                new Route("GET", "/api/runs", this::list),
                new Route("GET", run, request -> of(request, RunJson::whole)),
                new Route("GET", run + "/report", this::report),
                new Route("GET", run + "/conversations", this::conversations),
                new Route("GET", run + "/conversations/{index}", this::conversation));
    }

    @Override
    public String description() {
        return Descriptions.of("runs.json");
    }

    private ApiAnswer list(ApiRequest request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode runs = answer.putArray("runs");
        for (String name : archive.names()) {
            try {
                String brief = archive.brief(name, report -> RunJson.brief(report).toString());
                runs.addRawValue(new RawValue(brief));
            } catch (HandaxeException e) {
                runs.addObject().put("run", name).put("state", "unreadable");
            }
        }
        return ApiAnswer.json(answer.toString());
    }

    private ApiAnswer of(ApiRequest request, Function<RunReport, ObjectNode> form) {
        return archive.find(request.part("run"))
                .map(report -> ApiAnswer.json(form.apply(report).toString()))
                .orElse(NONE);
    }

    private ApiAnswer report(ApiRequest request) {
        return archive.find(request.part("run"))
                .map(report -> ApiAnswer.page(ReportPage.of(report)))
                .orElse(NONE);
    }

    private ApiAnswer conversations(ApiRequest request) {
        int offset = number(request, "offset", 0, Integer.MAX_VALUE);
        int limit = number(request, "limit", PAGE, PAGE);
        return of(request, report -> page(report, request, offset, limit));
    }

    private static ObjectNode page(RunReport report, ApiRequest request, int offset, int limit) {
        Optional<String> split = request.asked("split");
        Optional<String> set = request.asked("set");
        Optional<String> solved = request.asked("solved");
        List<Conversation> all = report.conversations();
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Conversation one = all.get(i);
            if (split.filter(word -> !word.equals(one.id().split())).isEmpty()
                    && set.filter(hash -> !hash.equals(one.id().set())).isEmpty()
                    && solved.filter(word -> !word.equals("" + one.solved())).isEmpty()) {
                found.add(i);
            }
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("total", found.size());
        ArrayNode list = answer.putArray("conversations");
        found.stream()
                .skip(offset)
                .limit(limit)
                .forEach(index -> list.add(RunJson.brief(index, all.get(index))));
        return answer;
    }

    private ApiAnswer conversation(ApiRequest request) {
        int index;
        try {
            index = Integer.parseInt(request.part("index"));
        } catch (NumberFormatException e) {
            return ApiAnswer.notFound("conversations are numbered from 0");
        }
        return archive.find(request.part("run"))
                .map(RunReport::conversations)
                .filter(all -> index >= 0 && index < all.size())
                .map(all -> ApiAnswer.json(RunJson.whole(index, all.get(index)).toString()))
                .orElseGet(() -> ApiAnswer.notFound("the run has no such conversation"));
    }

    private static int number(ApiRequest request, String name, int otherwise, int most) {
        Optional<String> asked = request.asked(name);
        if (asked.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(asked.get());
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new HandaxeException(
                Code.INVALID_INPUT,
                "query: '%s' must be a whole number from 0 to %d".formatted(name, most));
    }
}
