package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.cli.report.Browser;
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
            browser.screenshot(folder.resolve("dashboard.png"));
            Files.copy(
                    folder.resolve("dashboard.png"),
                    Files.createDirectories(Path.of("target")).resolve("dashboard.png"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
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
