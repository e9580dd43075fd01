package dev.handaxe.cli;

import dev.handaxe.cli.serve.EvaluationsPart;
import dev.handaxe.cli.serve.HistoryPart;
import dev.handaxe.cli.serve.RunsPart;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.server.ApiPart;
import dev.handaxe.server.Client;
import dev.handaxe.server.HandaxeServer;
import dev.handaxe.server.ServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code handaxe serve}: functions and code over HTTP and MCP. Confined to one thread. */
@Command(name = "serve", description = "Serve functions and code over HTTP and MCP.")
final class ServeCommand extends HandaxeCommand {
    private static final String TOKEN = "HANDAXE_TOKEN";
    private static final int PORT = 8080;

    /** An interrupted command has ten seconds in all. */
    private static final Duration GRACE = Duration.ofSeconds(8);

    @Option(names = "--port", paramLabel = "P", description = "0 for one that is free (8080).")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "H",
            description =
                    "The address to listen on; one that others reach needs tokens (127.0.0.1).")
    private String host = "127.0.0.1";

    @Option(
            names = "--functions",
            paramLabel = "STORE",
            description = "The folder of the functions to serve; changes are noticed.")
    private @Nullable Path store;

    @Option(
            names = "--policy",
            paramLabel = "NAME|FILE",
            description = "A preset or a policy file (default: untrusted).")
    private String policy = "untrusted";

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description =
                    "Clients, each with the variable of its token and its policy and quotas (see"
                            + " docs/serving.md); without, the variable HANDAXE_TOKEN has the one"
                            + " token.")
    private @Nullable Path tokens;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Calls at once (default: processors).")
    private @Nullable Integer workers;

    @Option(
            names = "--waiting",
            paramLabel = "N",
            description = "Calls that may wait; more are refused (default: 8 for each worker).")
    private @Nullable Integer waiting;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description =
                    "The folder that training runs lie in: to look at, also while they go on.")
    private @Nullable Path runs;

    @Option(
            names = "--data",
            paramLabel = "DATASET=PATH",
            description =
                    "A data set that clients may have samples evaluated against; may be repeated.")
    private Map<String, Path> data = new LinkedHashMap<>();

    @Option(
            names = "--mcp",
            paramLabel = "stdio",
            description = "Speak MCP on stdin and stdout; without --port, on no port.")
    private @Nullable String mcp;

    ServeCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        if (mcp != null && !mcp.equals("stdio")) {
            throw new UsageException("--mcp: '" + mcp + "' is not stdio; over HTTP it is at /mcp");
        }
        if (mcp != null && json()) {
            throw new UsageException("--mcp stdio and --json exclude each other: both need stdout");
        }
        ServerOptions options = options(PolicyChoice.named(policy));
        boolean listens = mcp == null || port != null;
        try (HandaxeServer server =
                listens ? HandaxeServer.start(options) : HandaxeServer.open(options)) {
            if (listens) {
                tell(server, options);
            }
            if (mcp == null) {
                server.awaitEnd();
            } else {
                server.speakMcp(terminal().in(), terminal().out());
            }
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED.number(); // how a server ends, and nothing to report
        }
        return ExitCode.DONE.number();
    }

    private ServerOptions options(ExecutionPolicy chosen) {
        SandboxOptions plain = SandboxOptions.defaults();
        SandboxOptions sized = workers == null ? plain : plain.withWorkers(workers);
        SandboxOptions sandbox = data.isEmpty() ? sized : EvaluationsPart.prepared(sized);
        ServerOptions.Builder options =
                ServerOptions.builder(chosen)
                        .host(host)
                        .port(port == null ? PORT : port)
                        .clients(clients(chosen))
                        .sandbox(sandbox)
                        .parts(parts(sandbox.workers()))
                        .grace(GRACE)
                        .log(this::log);
        if (store != null) {
            FunctionsCommand.load(store.toString());
            options.store(store);
        }
        if (waiting != null) {
            options.waiting(waiting);
        }
        return options.build();
    }

    private List<ApiPart> parts(int count) {
        List<ApiPart> parts = new ArrayList<>();
        if (store != null) {
            parts.add(new HistoryPart(store));
        }
        if (runs != null) {
            parts.add(new RunsPart(runs));
        }
        if (!data.isEmpty()) {
            data.keySet().forEach(EvaluateCommand::checkDataSet);
            parts.add(new EvaluationsPart(data, count, this::log));
        }
        return parts;
    }

    private List<Client> clients(ExecutionPolicy chosen) {
        Map<String, String> environment = terminal().environment();
        if (tokens != null) {
            return TokensFile.read(tokens, environment, chosen);
        }
        String token = environment.getOrDefault(TOKEN, "");
        return token.isEmpty() ? List.of() : List.of(Client.of("token", token, chosen));
    }

    private void log(String line) {
        terminal().err().println(line);
        terminal().err().flush();
    }

    private void tell(HandaxeServer server, ServerOptions options) {
        String at = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        String url = "http://" + at + ":" + server.port();
        if (json()) {
            Map<String, Object> started = new LinkedHashMap<>();
            started.put("url", url);
            started.put("port", server.port());
            print(started, out -> {});
            terminal().out().flush();
        } else {
            log(
                    "serving at %s under the policy '%s', %s; end it with Ctrl-C"
                            .formatted(
                                    url,
                                    options.clients().getFirst().policy().name(),
                                    options.asksForTokens()
                                            ? options.clients().size() + " client(s) with tokens"
                                            : "without tokens"));
        }
    }
}
