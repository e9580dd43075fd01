package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.cli.report.Browser;
import dev.handaxe.cli.report.ReportRun;
import dev.handaxe.cli.serve.EvaluationsPart;
import dev.handaxe.cli.serve.RunsPart;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.server.Client;
import dev.handaxe.server.HandaxeServer;
import dev.handaxe.server.ServerOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard in the machine's own Chromium, before a real server with real workers. */
class DashboardIT {
    private static final String HOSTILE = "<img src=x onerror=document.title='broken'>";
    private static final String TOKEN = "the-token-of-the-page";

    /** What reaches beyond a phone's screen, and does not scroll by itself. */
    private static final String TOO_WIDE =
            "document.documentElement.scrollWidth <= 390 ? '' :"
                    + " [...document.querySelectorAll('main *')].filter(one =>"
                    + " one.getBoundingClientRect().right > 390 && !one.closest('.scroll, pre'))"
                    + ".map(one => one.tagName + '#' + one.id).join()";

    @TempDir private static Path folder;

    @BeforeAll
    static void needABrowser() {
        assumeTrue(Browser.program().isPresent(), "Chromium is not installed");
    }

    private static ServerOptions.Builder options() {
        Path store = folder.resolve("store");
        FunctionStore.open(store)
                .save(
                        FunctionSet.of(
                                List.of(
                                        FunctionDefinition.builder(
                                                        "greet",
                                                        "def greet(name):\n    # "
                                                                + HOSTILE
                                                                + "\n    return '"
                                                                + HOSTILE.replace("'", "\\'")
                                                                + "' + name\n")
                                                .description(HOSTILE)
                                                .build())),
                        Map.of("run", "test"));
        return ServerOptions.builder(ExecutionPolicy.untrusted())
                .store(store)
                .sandbox(SandboxOptions.defaults().withWorkers(1).withSpares(0));
    }

    private static URI page(HandaxeServer server) {
        return URI.create("http://127.0.0.1:" + server.port() + "/");
    }

    @Test
    void aFunctionIsShownTriedAndCounted() throws Exception {
        try (HandaxeServer server = HandaxeServer.start(options().build());
                Browser browser = Browser.start(Files.createDirectories(folder.resolve("one")))) {
            browser.open(page(server));
            browser.until("document.querySelectorAll('#functions button').length === 1");
            assertThat(browser.eval("document.querySelector('#functions span').textContent"))
                    .isEqualTo(HOSTILE);
            assertThat(browser.eval("document.getElementById('health').textContent"))
                    .isEqualTo("guest code runs");

            browser.eval("document.querySelector('#functions button').click()");
            browser.until("!document.getElementById('function').hidden");
            assertThat(browser.eval("document.getElementById('function-source').textContent"))
                    .startsWith("def greet(name):")
                    .contains(HOSTILE);
            assertThat(browser.eval("document.activeElement.id")).isEqualTo("function-title");

            browser.eval(
                    "(document.getElementById('arguments').value = '[\"x\"]',"
                            + " document.querySelector('#try button').click())");
            browser.until("document.getElementById('outcome').textContent.includes('returned')");
            browser.until("document.querySelectorAll('#calls tr').length > 0");
            assertThat(browser.eval("document.getElementById('calls').textContent"))
                    .contains("greet")
                    .contains("returned");
            assertThat(browser.eval("document.querySelectorAll('img').length")).isEqualTo("0");
            assertThat(browser.eval("document.title")).isEqualTo("Handaxe");
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requests())
                    .allMatch(
                            address ->
                                    address.startsWith(page(server).toString())
                                            || address.startsWith("data:"));
            picture(browser, "dashboard.png");
        }
    }

    @Test
    void aRunIsReadToItsTracesByKeyboardInTheDark() throws Exception {
        Path runs = hostileRuns();
        ServerOptions options = options().parts(List.of(new RunsPart(runs))).build();
        try (HandaxeServer server = HandaxeServer.start(options);
                Browser browser = Browser.start(Files.createDirectories(folder.resolve("three")))) {
            browser.screen(1100, 1400);
            browser.scheme("dark");
            browser.open(page(server));
            browser.until("document.querySelectorAll('#runs button').length === 1");
            assertThat(browser.eval("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(22, 24, 26)");

            tabTo(browser, "#runs button");
            browser.press("Enter");
            browser.until("document.activeElement.id === 'run-title'");
            assertThat(browser.eval("document.getElementById('run-title').textContent"))
                    .isEqualTo("Run one");
            assertThat(browser.eval("document.querySelectorAll('#curve .mark').length"))
                    .isEqualTo("2");
            assertThat(browser.eval("document.getElementById('curve-rows').textContent"))
                    .contains("100.0 %");
            assertThat(browser.eval("document.getElementById('lineage').textContent"))
                    .contains("half: added")
                    .contains("return n / 2");
            assertThat(browser.eval("document.getElementById('epochs').textContent"))
                    .contains("epoch 1: kept")
                    .contains("1 answers sent back");

            tabTo(browser, "#conversations button");
            browser.press("Enter");
            browser.until("document.activeElement.id === 'conversation-title'");
            assertThat(browser.eval("document.getElementById('messages').textContent"))
                    .contains("You solve tasks.");
            browser.eval(
                    "(document.getElementById('solved').value = 'true',"
                            + " document.getElementById('solved').dispatchEvent(new Event('change')))");
            browser.until(
                    "document.getElementById('conversation-count').textContent === '1 to 3 of 3'");
            browser.eval("document.querySelector('#conversations button').click()");
            browser.until(
                    "document.getElementById('conversation-calls').textContent.includes('half(n=3) -> 1.5')");

            assertThat(browser.eval("window.pwned")).isEqualTo("undefined");
            assertThat(browser.eval("document.images.length")).isEqualTo("0");
            assertThat(browser.eval("document.querySelectorAll('[onmouseover],[onerror]').length"))
                    .isEqualTo("0");
            assertThat(browser.eval("document.body.textContent.includes('window.pwned=1')"))
                    .isEqualTo("true");
            assertThat(browser.complaints()).isEmpty();
            picture(browser, "dashboard-run.png");
            browser.screen(390, 800);
            assertThat(browser.eval(TOO_WIDE)).isEqualTo("");
        }
    }

    @Test
    void aRunThatGoesOnIsSeenToGrow() throws Exception {
        Path runs = Files.createDirectories(folder.resolve("growing"));
        ReportRun run = new ReportRun(Files.createDirectories(runs.resolve("one")), 3);
        run.rollouts(ReportRun.START, "validation", i -> false).write(ReportRun.START);
        ServerOptions options = options().parts(List.of(new RunsPart(runs))).build();
        try (HandaxeServer server = HandaxeServer.start(options);
                Browser browser = Browser.start(Files.createDirectories(folder.resolve("four")))) {
            browser.open(page(server));
            browser.until("document.querySelectorAll('#runs button').length === 1");
            browser.eval("document.querySelector('#runs button').click()");
            browser.until("document.querySelectorAll('#curve-rows tr').length === 1");

            run.rollouts(ReportRun.FINAL, "validation", i -> true)
                    .epoch(1, ReportRun.FINAL, true, "halves")
                    .write(ReportRun.START, ReportRun.FINAL);
            browser.until("document.querySelectorAll('#curve-rows tr').length === 2");
            assertThat(browser.eval("document.getElementById('runs').textContent"))
                    .contains("0.0 % → 100.0 %");
        }
    }

    @Test
    void samplesAreEvaluatedFromThePage() throws Exception {
        Path data = EvaluationTasks.write(folder.resolve("tasks.jsonl"));
        ServerOptions.Builder builder = options();
        ServerOptions options =
                builder.sandbox(
                                EvaluationsPart.prepared(
                                        SandboxOptions.defaults().withWorkers(1).withSpares(0)))
                        .parts(List.of(new EvaluationsPart(Map.of("jsonl", data), 1, _ -> {})))
                        .build();
        try (HandaxeServer server = HandaxeServer.start(options);
                Browser browser = Browser.start(Files.createDirectories(folder.resolve("five")))) {
            browser.open(page(server));
            browser.until("document.querySelectorAll('#dataset option').length === 1");
            browser.eval("document.querySelector('#evaluate button').click()");
            browser.until(
                    "document.getElementById('evaluations').textContent.includes('pass@1 100.0 %')");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static Path hostileRuns() throws Exception {
        Path runs = Files.createDirectories(folder.resolve("runs"));
        new ReportRun(Files.createDirectories(runs.resolve("one")), 3)
                .rollouts(ReportRun.START, "test", i -> false)
                .rollouts(ReportRun.FINAL, "test", i -> true)
                .rollout(
                        ReportRun.FINAL, "train", ReportRun.HOSTILE, 0, ReportRun.HOSTILE.repeat(9))
                .epoch(1, ReportRun.FINAL, true, ReportRun.HOSTILE)
                .everything(ReportRun.HOSTILE + "x".repeat(500))
                .write(ReportRun.START, ReportRun.FINAL);
        return runs;
    }

    private static void tabTo(Browser browser, String selector) {
        for (int i = 0; i < 200; i++) {
            if (browser.eval("document.activeElement.matches('" + selector + "')").equals("true")) {
                return;
            }
            browser.press("Tab");
        }
        throw new AssertionError("the keyboard does not reach " + selector);
    }

    private static void picture(Browser browser, String name) throws Exception {
        browser.screenshot(Files.createDirectories(Path.of("target")).resolve(name));
    }

    @Test
    void aTokenIsAskedForAndUsed() throws Exception {
        ServerOptions options =
                options()
                        .clients(List.of(Client.of("people", TOKEN, ExecutionPolicy.untrusted())))
                        .build();
        try (HandaxeServer server = HandaxeServer.start(options);
                Browser browser = Browser.start(Files.createDirectories(folder.resolve("two")))) {
            browser.open(page(server));
            browser.until("!document.getElementById('access').hidden");
            assertThat(browser.eval("document.getElementById('functions').children.length"))
                    .isEqualTo("0");
            browser.eval(
                    "(document.getElementById('token').value = '%s',".formatted(TOKEN)
                            + " document.querySelector('#access button').click())");
            browser.until("document.querySelectorAll('#functions button').length === 1");
            assertThat(browser.eval("document.getElementById('access').hidden")).isEqualTo("true");
            assertThat(browser.eval("document.documentElement.outerHTML")).doesNotContain(TOKEN);
        }
    }
}
