package dev.handaxe.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.optimizer.RunFolder;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as people meet it: in Chromium, without a network, on a phone, with the keyboard. */
class ReportIT {
    private static final String PHONE_WIDTH = "document.documentElement.scrollWidth";

    @TempDir private static Path profile;
    @TempDir private Path folder;
    private static @Nullable Browser started;

    @BeforeAll
    static void startChromium() throws Exception {
        assumeTrue(
                Browser.program().isPresent(),
                "Chromium is not installed: the report is not tried in a browser");
        started = Browser.start(profile);
    }

    @AfterAll
    static void endChromium() {
        if (started != null) {
            started.close();
        }
    }

    @BeforeEach
    void desktop() {
        browser().screen(1200, 900);
        browser().scheme("light");
    }

    @Test
    void whateverModelsAndGuestsWriteStaysText() throws IOException {
        browser().open(hostile());
        openEverything();

        assertThat(browser().eval("window.pwned")).isEqualTo("undefined");
        assertThat(browser().eval("document.scripts.length")).isEqualTo("3");
        assertThat(browser().eval("document.images.length")).isEqualTo("0");
        assertThat(browser().eval("document.querySelectorAll('[onmouseover],[onerror]').length"))
                .isEqualTo("0");
        assertThat(browser().eval("document.title")).startsWith("Handaxe report: ");
        assertThat(browser().eval("document.body.textContent.includes('window.pwned=1')"))
                .isEqualTo("true");
        assertThat(browser().complaints()).isEmpty();
    }

    @Test
    void thePageAsksForNothingButItself() throws IOException {
        Path page = hostile();
        browser().open(page);
        openEverything();

        assertThat(browser().requests()).containsExactly(page.toUri().toString());
    }

    @Test
    void aScriptThatIsNotThePagesOwnDoesNotRun() throws IOException {
        Path page = hostile();
        Files.writeString(
                page,
                Files.readString(page).replace("<main>", "<main><script>window.pwned=9</script>"));

        browser().open(page);

        assertThat(browser().eval("window.pwned")).isEqualTo("undefined");
        assertThat(browser().complaints())
                .anyMatch(complaint -> complaint.contains("Content Security Policy"));
    }

    @Test
    void nothingIsWiderThanAPhone() throws IOException {
        browser().screen(360, 740);
        browser().open(hostile());
        assertThat(browser().eval(PHONE_WIDTH)).isEqualTo("360");

        openEverything();

        assertThat(browser().eval(PHONE_WIDTH)).isEqualTo("360");
    }

    @Test
    void aConversationOpensByKeyboardWithItsCallsAndItsTrace() throws IOException {
        browser().open(hostile());
        assertThat(browser().eval("document.querySelectorAll('#list pre').length")).isEqualTo("0");
        browser().eval("document.getElementById('filter-result').focus()");
        browser()
                .eval(
                        "(() => { const f = document.getElementById('filter-result'); f.value ="
                                + " 'solved'; f.dispatchEvent(new Event('input', {bubbles: true})); })()");
        browser().press("Tab");
        browser().press("Tab");
        assertThat(browser().eval("document.activeElement.tagName")).isEqualTo("SUMMARY");
        browser().press("Enter");
        browser().until("document.querySelector('#list pre') !== null");

        assertThat(browser().eval("document.querySelector('#list li').textContent"))
                .contains("solved")
                .contains("Agent calls half")
                .contains("returned")
                .contains("{\"n\": 3}")
                .contains("half(n=3) -> 1.5")
                .contains("(7 in the middle left out)");
    }

    @Test
    void aCauseLeadsToItsConversationsAndALinkToOneOpensIt() throws IOException {
        browser().open(hostile());
        String all = browser().eval("document.querySelectorAll('#list li').length");
        browser().eval("document.querySelector('a[href=\"#cause-0\"]').click()");
        browser().until("document.getElementById('count').textContent === '3 of 7 conversations'");
        assertThat(all).isEqualTo("7");

        browser().eval("document.querySelector('a[href^=\"#c0\"]').click()");
        browser().until("document.querySelector('#c0[open] pre') !== null");

        assertThat(browser().eval("document.getElementById('c0').textContent"))
                .contains("Failure of half")
                .contains("KeyError");
    }

    @Test
    void withoutScriptsAllButTheConversationsReads() throws Exception {
        Path page = hostile();
        try (Browser plain = Browser.start(Files.createDirectory(folder.resolve("plain")))) {
            plain.disableScripts();
            plain.open(page);
            String text = plain.eval("document.body.innerText");

            assertThat(text)
                    .contains("Learning curve")
                    .contains("Conversations are shown by a script")
                    .contains("half(")
                    .contains("half raised KeyError, line 2");
            assertThat(plain.eval("document.getElementById('filter').hidden")).isEqualTo("true");
        }
    }

    @Test
    void controlsAreMarksInTheirIntervalsAndTheWholeChartFitsAPhone() throws IOException {
        browser().screen(360, 740);
        browser().open(hostile());
        String marks = "document.querySelectorAll('#controls svg .mark').length";
        String outside =
                """
                [...document.querySelectorAll('#controls svg text, #curve svg text')].filter(text => {
                    const all = text.closest('svg').getBoundingClientRect();
                    const own = text.getBoundingClientRect();
                    return own.left < all.left - 1 || own.right > all.right + 1
                        || own.bottom > all.bottom + 1;
                }).length""";

        assertThat(browser().eval(marks)).isEqualTo("5");
        assertThat(browser().eval(outside)).isEqualTo("0");
    }

    @Test
    void bothSchemesHaveEnoughContrast() throws IOException {
        Path page = hostile();
        for (String scheme : new String[] {"light", "dark"}) {
            browser().scheme(scheme);
            browser().open(page);
            openEverything();

            assertThat(Double.parseDouble(browser().eval(LOWEST_CONTRAST)))
                    .as(scheme)
                    .isGreaterThanOrEqualTo(4.5);
        }
    }

    @Test
    void aRunOfTenEpochsAndAHundredTasksOpensFast() throws IOException {
        ReportRun run = new ReportRun(Files.createDirectories(folder.resolve("large")), 100);
        String talk = "A step of the solution, with some numbers in it: 17 * 23 = 391. ".repeat(60);
        for (int epoch = 1; epoch <= 10; epoch++) {
            String own = "# epoch " + epoch + "\n";
            FunctionSet set =
                    FunctionSet.of(
                            List.of(
                                    FunctionDefinition.builder(
                                                    "half", own + "def half(n):\n    return n\n")
                                            .build()));
            for (String split : new String[] {"train", "validation"}) {
                for (int i = 0; i < 100; i++) {
                    run.rollout(set, split, "task-" + i, i % 2, talk + epoch + " " + i);
                }
            }
            run.epoch(epoch, set, false, "why");
        }
        Path page = page(run.write(ReportRun.START));

        browser().open(page);

        assertThat(
                        Double.parseDouble(
                                browser()
                                        .eval(
                                                "performance.getEntriesByType('navigation')[0].loadEventEnd")))
                .isLessThan(5_000);
        assertThat(browser().eval("document.getElementById('count').textContent"))
                .isEqualTo("2000 of 2000 conversations");
        assertThat(browser().eval("document.querySelectorAll('#list li').length")).isEqualTo("50");
        browser().eval("document.querySelector('#list summary').click()");
        browser().until("document.querySelector('#list pre') !== null");
        assertThat(browser().eval("document.querySelector('#list li').textContent"))
                .contains("17 * 23 = 391");
    }

    /** The least contrast of a text with what is behind it, over all elements with text. */
    private static final String LOWEST_CONTRAST =
            """
            (() => {
                const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
                const light = (colour) => {
                    const [r, g, b] = parts(colour).map((part) => part / 255)
                        .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const behind = (element) => {
                    for (let at = element; at; at = at.parentElement) {
                        const colour = getComputedStyle(at).backgroundColor;
                        if (parts(colour)[3] !== 0) {
                            return colour;
                        }
                    }
                    return "rgb(255, 255, 255)";
                };
                let lowest = 21;
                for (const element of document.querySelectorAll("body *:not(script):not(svg *)")) {
                    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
                    if (own && element.checkVisibility()) {
                        const a = light(getComputedStyle(element).color);
                        const b = light(behind(element));
                        lowest = Math.min(lowest, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
                    }
                }
                return lowest;
            })()""";

    private static void openEverything() {
        String open = "document.querySelectorAll('details').forEach(d => { d.open = true; })";
        browser().eval(open);
        browser()
                .until(
                        "[...document.querySelectorAll('#list > li > details')]"
                                + ".every(d => d.childElementCount > 1)");
        browser().eval(open); // the traces, which are in there
    }

    private Path hostile() throws IOException {
        Path place = Files.createTempDirectory(folder, "run");
        ReportRun run = new ReportRun(place, 3);
        run.rollouts(ReportRun.START, "test", i -> false)
                .rollouts(ReportRun.FINAL, "test", i -> true)
                .rollout(
                        ReportRun.FINAL, "train", ReportRun.HOSTILE, 0, ReportRun.HOSTILE.repeat(9))
                .epoch(1, ReportRun.FINAL, true, ReportRun.HOSTILE)
                .everything(ReportRun.HOSTILE + "x".repeat(500));
        return page(run.write(ReportRun.START, ReportRun.FINAL));
    }

    private static Path page(Path run) throws IOException {
        return Files.writeString(
                run.resolve("report.html"), ReportPage.of(RunReport.read(RunFolder.open(run))));
    }

    private static Browser browser() {
        if (started == null) {
            throw new AssertionError("Chromium was not started");
        }
        return started;
    }
}
