package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.optimizer.TrainingOptions.PythonTool;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.PythonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FunctionRetrievalTest extends LedgerFixture {
    private static final List<String> UNITS =
            List.of(
                    "metre", "mile", "inch", "yard", "litre", "gallon", "pint", "barrel", "gram",
                    "pound", "ounce", "stone", "celsius", "kelvin", "joule");

    private static FunctionDefinition function(String name, String description, String parameter) {
        return FunctionDefinition.builder(name, "def " + name + "(**k): return 1")
                .description(description)
                .parameters(
                        ParameterSchema.parse("{\"" + parameter + "\": {\"type\": \"number\"}}"))
                .build();
    }

    /** 210 functions that look much alike. */
    private static FunctionSet conversions() {
        List<FunctionDefinition> functions = new ArrayList<>();
        for (String from : UNITS) {
            for (String to : UNITS) {
                if (!from.equals(to)) {
                    functions.add(
                            function(
                                    from + "_to_" + to,
                                    "Converts a quantity in %ss to %ss.".formatted(from, to),
                                    "quantity"));
                }
            }
        }
        return FunctionSet.of(functions);
    }

    private List<String> offered(FunctionRetrieval retrieval, FunctionSet set, String question) {
        return retrieval.offered(set, question).stream().map(FunctionDefinition::name).toList();
    }

    private List<String> offered(int most, FunctionSet set, String question) {
        return offered(new FunctionRetrieval(most, ledger, ""), set, question);
    }

    private static Rollout rollout(boolean solved, String... called) {
        return new Rollout(
                "t",
                solved ? Verdict.right("") : Verdict.wrong(""),
                List.of(new Message.Assistant("x", List.of())),
                Stream.of(called)
                        .map(
                                name ->
                                        new FunctionCall(
                                                name, "{}", "returned", "1", Optional.empty()))
                        .toList(),
                Usage.NONE);
    }

    @Test
    void theRightOnesAmongTwoHundredArePicked() {
        FunctionSet set = conversions();
        assertThat(set.size()).isEqualTo(210);

        assertThat(offered(8, set, "A tank holds 12 gallons. How many pints is that?"))
                .hasSize(8)
                .contains("gallon_to_pint", "pint_to_gallon");
        assertThat(offered(8, set, "At 25 degrees Celsius, what does a Kelvin thermometer say?"))
                .contains("celsius_to_kelvin");
        assertThat(offered(8, set, "How heavy is a man of 12 Stone, in pounds?"))
                .contains("stone_to_pound");
    }

    @Test
    void theBestFitComesFirst() {
        assertThat(offered(2, conversions(), "Convert 3 barrels to litres."))
                .containsExactly("litre_to_barrel", "barrel_to_litre");
        FunctionSet set = conversions().with(function("barrel_price", "Tells a price.", "day"));
        assertThat(offered(1, set, "What is the barrel's price, the price of oil?"))
                .containsExactly("barrel_price");
    }

    @Test
    void smallSetsAreOfferedWholeAndNothingIsRemembered() {
        FunctionSet set = conversions();

        assertThat(new FunctionRetrieval(210, ledger, "").offered(set, "x"))
                .isEqualTo(set.functions());
        assertThat(ledger.all("retrieval")).isEmpty();
    }

    @Test
    void tiesGoByTheOrderOfTheSet() {
        List<FunctionDefinition> alike = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            alike.add(function("f" + (char) ('a' + i % 26) + i / 26 + "z", "Adds.", "x"));
        }
        FunctionSet set = FunctionSet.of(alike);

        assertThat(new FunctionRetrieval(7, ledger, "").offered(set, "no word in common"))
                .isEqualTo(alike.subList(0, 7));
        assertThat(new FunctionRetrieval(7, ledger, "").offered(set, "adds"))
                .isEqualTo(alike.subList(0, 7));
    }

    @Test
    void itIsOfferedInTheOrderOfTheSetAndTheSameEveryTime() {
        FunctionSet set = conversions();
        List<String> once = offered(20, set, "From yards to metres and inches to miles");

        assertThat(offered(20, set, "From yards to metres and inches to miles")).isEqualTo(once);
        List<String> order = set.functions().stream().map(FunctionDefinition::name).toList();
        assertThat(once.stream().map(order::indexOf).toList()).isSorted();
        List<FunctionDefinition> shuffled = new ArrayList<>(set.functions());
        Collections.shuffle(shuffled, new Random(1));
        assertThat(offered(4, FunctionSet.of(shuffled), "gallons to pints"))
                .contains("gallon_to_pint");
    }

    @Test
    void whatSucceededInTrainingIsOfferedBesideWhatFits() {
        var retrieval = new FunctionRetrieval(8, ledger, "");
        retrieval.learn(
                List.of(
                        rollout(true, "mile_to_yard"),
                        rollout(true, "mile_to_yard", "gram_to_ounce"),
                        rollout(false, "gram_to_ounce"),
                        rollout(false, "inch_to_mile")));
        List<String> offered = offered(retrieval, conversions(), "gallons to pints");

        assertThat(offered)
                .hasSize(8)
                .contains("mile_to_yard", "gallon_to_pint")
                .doesNotContain("gram_to_ounce", "inch_to_mile");
    }

    @Test
    void whatASetIsOfferedByIsFixedWhenItIsFirstTried() {
        FunctionSet set = conversions();
        var retrieval = new FunctionRetrieval(8, ledger, "");
        List<String> before = offered(retrieval, set, "gallons to pints");
        retrieval.learn(List.of(rollout(true, "mile_to_yard")));

        assertThat(before).doesNotContain("mile_to_yard");
        assertThat(offered(retrieval, set, "gallons to pints")).isEqualTo(before);
        assertThat(offered(retrieval, set.without("inch_to_mile"), "gallons to pints"))
                .contains("mile_to_yard");
    }

    @Test
    void aResumedRunOffersTheSameThoughItLearnsLater() {
        FunctionSet set = conversions();
        var first = new FunctionRetrieval(8, ledger, "");
        first.learn(List.of(rollout(true, "mile_to_yard")));
        List<String> before = offered(first, set, "gallons to pints");

        assertThat(offered(8, set, "gallons to pints")).isEqualTo(before);
    }

    @Test
    void wordsAreTakenApartAndComparedWithoutCaseAndPlural() {
        assertThat(WordRelevance.words("parseHTTPTables2, Größen_in-cm: class"))
                .containsExactly("parse", "httptable", "2", "größen", "in", "cm", "class");
    }

    @Test
    void functionsThatAreNotOfferedAreStillDefinedAndCallable() {
        FakeRunner runner = new FakeRunner();
        runner.when("def ", _ -> FakeRunner.returned(PythonValue.of(7)));
        FunctionSet set = conversions();
        List<FunctionDefinition> some = set.functions().subList(0, 2);
        var tools =
                new AgentTools(
                        runner, World.options().build().policy(), PythonTool.OFFERED, set, some);

        assertThat(tools.tools())
                .extracting(Tool::name)
                .containsExactly("python", "metre_to_mile", "metre_to_inch");
        assertThat(
                        tools.run(new Message.ToolCall("1", "stone_to_pound", "{\"quantity\": 1}"))
                                .kind())
                .isEqualTo("returned");
        assertThat(tools.run(new Message.ToolCall("2", "nothing", "{}")).reply())
                .isEqualTo(
                        "There is no function 'nothing'. There is: python, metre_to_mile,"
                                + " metre_to_inch.");
    }

    @Test
    void aRunWithALargeSetOffersAsManyAsItMay() {
        World world = new World();
        List<FunctionDefinition> functions = new ArrayList<>(conversions().functions());
        functions.add(World.square(World.GOOD));
        TrainingOptions options =
                World.options().epochs(0).maxTools(5).python(PythonTool.OFFERED).build();
        TrainingResult result =
                new Trainer(ModelGateway.live(world.model).build(), world.runner, World.GRADER)
                        .train(
                                RunFolder.create(folder.resolve("run"), Map.of()),
                                World.splits(3, 2, 2),
                                FunctionSet.of(functions),
                                options,
                                TrainingListener.NONE);

        assertThat(result.best().test()).hasValue(1.0);
        assertThat(world.model.requests())
                .allSatisfy(
                        request ->
                                assertThat(StubModel.toolNames(request))
                                        .hasSize(6)
                                        .startsWith("python")
                                        .contains("square"));
        assertThat(RunIdentity.of(options).path("max_tools").asInt()).isEqualTo(5);
    }

    @Test
    void theMostThatIsOfferedHasBounds() {
        assertThatThrownBy(() -> World.options().maxTools(0)).isInstanceOf(HandaxeException.class);
        assertThatThrownBy(() -> World.options().maxTools(129)).hasMessageContaining("1 to 128");
    }
}
