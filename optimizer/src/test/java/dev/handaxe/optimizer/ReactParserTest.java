package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.ReactStep.Act;
import dev.handaxe.optimizer.ReactStep.Finish;
import dev.handaxe.optimizer.ReactStep.Unclear;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReactParserTest {

    private static Act act(String text) {
        return (Act) ReactParser.parse(text);
    }

    private static String answer(String text) {
        return ((Finish) ReactParser.parse(text)).answer();
    }

    private static Unclear unclear(String text) {
        return (Unclear) ReactParser.parse(text);
    }

    @Test
    void anActionIsReadWithItsInput() {
        String text =
                "Thought: multiply them\nAction: multiply\nAction Input: {\"a\": 2, \"b\": 3}";

        assertThat(ReactParser.parse(text))
                .isEqualTo(new Act(text, "multiply", "{\"a\": 2, \"b\": 3}", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Action: f\nAction Input: {\"n\": 1}",
                "ACTION: f\nACTION INPUT: {\"n\": 1}",
                "action : f\naction_input : {\"n\": 1}",
                "**Action:** f\n**Action Input:** {\"n\": 1}",
                "**Action**: `f`\n**Action Input**: `{\"n\": 1}`",
                "### Action: f\n- ActionInput: {\"n\": 1}",
                "> Action 1: f()\n> Action Input 1: {\"n\": 1}",
                "Action:\nf\nAction Input:\n{\"n\": 1}",
                "Action: f.\r\nAction Input: {\"n\": 1}\r\n",
                "Action\uff1af\nAction Input\uff1a{\"n\": 1}",
                "Action: f\nAction Input: ```json\n{\"n\": 1}\n```",
                "Action: f\nAction Input:\n```\n{\"n\": 1}",
                "Action: f\nAction Input: json {\"n\": 1}",
                "```\nThought: x\nAction: f\nAction Input: {\"n\": 1}\n```",
                "Action: f({\"n\": 1})",
                "Action: f {\"n\": 1}",
                "Action: f (the function)\nAction Input: {\"n\": 1}",
                "<think>Action: g\nFinal Answer: 3</think>\nAction: f\nAction Input: {\"n\": 1}"
            })
    void anActionMayBeWrittenInMoreWaysThanAsked(String text) {
        assertThat(act(text))
                .extracting(Act::function, Act::input)
                .containsExactly("f", "{\"n\": 1}");
        assertThat(act(text).more()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\nObservation: 7\nThought: so\nFinal Answer: 7",
                "\nAction: g\nAction Input: {}",
                "\nFinal Answer: 7",
                "\nThat should do it."
            })
    void whatFollowsAnActionIsCutOff(String rest) {
        String text = "Action: f\nAction Input: {\"n\": 1}";

        assertThat(ReactParser.parse(text + rest))
                .isEqualTo(new Act(text, "f", "{\"n\": 1}", true));
    }

    @Test
    void aFinalAnswerBeforeAnActionIsTheEnd() {
        assertThat(answer("Final Answer: 7\nAction: f\nAction Input: {}")).isEqualTo("7");
    }

    @Test
    void anActionWithoutInputHasNone() {
        assertThat(act("Action: f")).isEqualTo(new Act("Action: f", "f", "", false));
        assertThat(act("Action: f\nObservation: made up"))
                .isEqualTo(new Act("Action: f", "f", "", true));
        assertThat(act("Action: f\nAction Input:").input()).isEmpty();
    }

    @Test
    void inputThatIsNoJsonIsHandedOn() {
        assertThat(act("Action: f\nAction Input: n = 1").input()).isEqualTo("n = 1");
        assertThat(act("Action: f\nAction Input: {\"n\": 1").input()).isEqualTo("{\"n\": 1");
        assertThat(act("Action: f[3, 4]").input()).isEqualTo("[3, 4]");
    }

    @Test
    void aProgramMayStandInACodeBlock() {
        String program = "x = {\"a\": 1}\nprint(x)\n# Observation: none\nAction: of no kind";

        assertThat(act("Action: python\nAction Input:\n```python\n" + program + "\n```\n").input())
                .isEqualTo(program);
        assertThat(act("Action: python\nAction Input: x = {\"a\": 1}\nprint(x)").input())
                .isEqualTo("x = {\"a\": 1}\nprint(x)");
    }

    @Test
    void lineEndsWithinStringsAreEscaped() {
        assertThat(
                        act("Action: python\nAction Input: {\"source\": \"if x:\n\tprint('{')\n"
                                        + "Observation: \\\"no\\\"\"}\nObservation: 1")
                                .input())
                .isEqualTo("{\"source\": \"if x:\\n\\tprint('{')\\nObservation: \\\"no\\\"\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Final Answer: 42",
                "Thought: done\nFINAL ANSWER: 42",
                "**Final Answer:** 42",
                "**Final Answer: 42**",
                "## Final Answer\n42",
                "FinalAnswer\uff1a 42",
                "Final Answer: 42\nThought: I am done.",
                "Final Answer: 42\nObservation: right",
                "Final Answer: 42\n\nFinal Answer: 42",
                "```\nFinal Answer: 42\n```",
                "Observation: 42\nThought: that is it\nFinal Answer: 42",
                "Action: None\nFinal Answer: 42",
                "Action: I need no function.\nFinal Answer: 42",
                "Action:\nFinal Answer: 42"
            })
    void aFinalAnswerMayBeWrittenInMoreWaysThanAsked(String text) {
        assertThat(answer(text)).isEqualTo("42");
    }

    @Test
    void aFinalAnswerMayHaveLinesAndCode() {
        String code = "```python\ndef f():\n    '''\nThought: none\n'''\n```";

        assertThat(answer("Final Answer:\n" + code)).isEqualTo(code);
        assertThat(answer("Final Answer: so\nand so\nANSWER: 42"))
                .isEqualTo("so\nand so\nANSWER: 42");
    }

    @Test
    void whatCannotBeReadIsSaid() {
        assertThat(unclear("The answer is 42."))
                .isEqualTo(
                        new Unclear(
                                "The answer is 42.",
                                "Your answer has neither an action nor a final answer.",
                                true));
        assertThat(unclear("Thought: 42").plain()).isTrue();
        assertThat(unclear("Action: use the function f").problem())
                .contains("name of one function");
        assertThat(unclear("Action: f of x").plain()).isFalse();
        assertThat(unclear("Action:\nAction Input: {}").problem()).contains("name of one function");
        assertThat(unclear("Final Answer:").problem()).isEqualTo("The final answer is empty.");
        assertThat(unclear("").plain()).isTrue();
        assertThat(unclear("<think>Final Answer: 3").kept()).isEmpty();
        assertThat(unclear("Reaction: f").plain()).isTrue();
    }

    @Test
    void theLastWordIsAFinalAnswerOrAllThatWasSaid() {
        assertThat(ReactParser.lastWord("Action: f\nAction Input: {}\nFinal Answer: 42"))
                .isEqualTo("42");
        assertThat(ReactParser.lastWord(" The answer is 42.\n")).isEqualTo("The answer is 42.");
        assertThat(ReactParser.lastWord("Final Answer:")).isEmpty();
    }

    @Test
    void theDefaultLocaleDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("tr", "TR"));
            assertThat(act("ACTION: f\nACTION INPUT: {\"n\": 1}").input()).isEqualTo("{\"n\": 1}");
            assertThat(answer("FINAL ANSWER: 42")).isEqualTo("42");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Action: ",
                "Action: none\n",
                "Action: a b\n",
                "Final Answer\n",
                "Final Answer: ```\n",
                "Thought: \n",
                "```\nThought:\n",
                "Action: f\nAction Input: {\"",
                "{[\"\\",
                " ",
                "*",
                "<think>",
                "(({{[["
            })
    void hugeAnswersAreReadUpToABoundInNoTime(String piece) {
        String huge = piece.repeat(3_000_000 / piece.length());

        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> {
                    assertThat(ReactParser.parse(huge).kept())
                            .hasSizeLessThanOrEqualTo(ReactParser.MAX_CHARS);
                    assertThat(ReactParser.lastWord(huge))
                            .hasSizeLessThanOrEqualTo(ReactParser.MAX_CHARS);
                });
    }

    /** Pieces of the protocol and rubbish in any order: there is always a reading, and one only. */
    @Test
    void everyTextHasAReadingThatStaysTheSameForWhatIsKept() {
        List<String> pieces =
                List.of(
                        "Thought: ",
                        "\nAction: f",
                        "\nAction: python\nAction Input: ",
                        "Action: ",
                        "Action Input: ",
                        "Observation: ",
                        "Final Answer: ",
                        "**Final Answer**",
                        "action:",
                        "```",
                        "```json\n",
                        "{",
                        "}",
                        "{\"n\": 1}",
                        "\"",
                        "\\",
                        "[",
                        "]",
                        "(",
                        ")",
                        "f",
                        "python",
                        "none",
                        "42",
                        "\n",
                        "\n\n",
                        "\r\n",
                        " ",
                        "**",
                        "`",
                        "<think>",
                        "</think>",
                        "\uff1a",
                        "\u0130",
                        "\ud83d\ude00",
                        "\u0000",
                        "- ",
                        "# ",
                        "1");
        int[] seen = new int[3];
        for (int seed = 0; seed < 40_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(24); i >= 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            String written = text.toString();
            ReactStep step = ReactParser.parse(written);
            String normal = written.replace("\r\n", "\n").replace('\r', '\n');
            assertThat(normal).as("seed %d", seed).contains(step.kept());
            switch (step) {
                case Act act -> {
                    seen[0]++;
                    assertThat(act.function()).as("seed %d", seed).matches("[A-Za-z_]\\w*");
                    assertThat(ReactParser.parse(act.kept()))
                            .as("seed %d", seed)
                            .isEqualTo(new Act(act.kept(), act.function(), act.input(), false));
                }
                case Finish finish -> {
                    seen[1]++;
                    assertThat(finish.answer()).as("seed %d", seed).isNotBlank();
                    assertThat(ReactParser.parse(finish.kept()))
                            .as("seed %d", seed)
                            .isEqualTo(finish);
                }
                case Unclear unclear -> {
                    seen[2]++;
                    assertThat(unclear.problem()).endsWith(".");
                }
            }
        }
        assertThat(Arrays.stream(seen).min().orElseThrow()).isGreaterThan(1000);
    }
}
