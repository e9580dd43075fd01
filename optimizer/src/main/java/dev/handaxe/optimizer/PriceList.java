package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.Prices.Price;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prices of models by the names that the command line gives them, per million tokens.
 *
 * <pre>{@code
 * {"currency": "USD", "models": {"openai:gpt-4.1-mini": {"input": 0.40, "output": 1.60}}}
 * }</pre>
 *
 * <p>Immutable.
 */
public record PriceList(String currency, Map<String, Price> models) {
    private static final int MAX_CURRENCY = 12;

    /** Copies. */
    public PriceList {
        models = Map.copyOf(models);
    }

    /**
     * Reads a list.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} naming the file and the field
     */
    public static PriceList read(Path file) {
        try {
            return read(Json.read(Files.readString(file)));
        } catch (IOException e) {
            throw new HandaxeException(Code.INVALID_INPUT, file + ": cannot be read: " + e, e);
        } catch (Json.Malformed e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    OutcomeFormat.printable(file + ": " + e.getMessage(), 500),
                    e);
        }
    }

    private static PriceList read(ObjectNode node) throws Json.Malformed {
        only(node, "", List.of("currency", "models"));
        String currency = ModelJson.text(node, "currency");
        if (currency.isBlank() || currency.length() > MAX_CURRENCY) {
            throw new Json.Malformed("field 'currency' is no currency such as \"USD\"");
        }
        if (!(node.get("models") instanceof ObjectNode listed)) {
            throw new Json.Malformed("field 'models' is missing or no object");
        }
        Map<String, Price> models = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> model : listed.properties()) {
            String where = "models." + model.getKey();
            if (!(model.getValue() instanceof ObjectNode prices)) {
                throw new Json.Malformed(
                        where + " is no object such as {\"input\": 0.4, \"output\": 1.6}");
            }
            only(prices, where + ".", List.of("input", "output"));
            models.put(
                    model.getKey(),
                    new Price(price(prices, where, "input"), price(prices, where, "output")));
        }
        return new PriceList(currency, models);
    }

    private static void only(ObjectNode node, String where, List<String> fields)
            throws Json.Malformed {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!fields.contains(field.getKey())) {
                throw new Json.Malformed(
                        "field '%s%s' is unknown; there are %s"
                                .formatted(where, field.getKey(), String.join(" and ", fields)));
            }
        }
    }

    private static BigDecimal price(ObjectNode prices, String where, String field)
            throws Json.Malformed {
        JsonNode price = prices.path(field);
        if (!price.isNumber() || price.decimalValue().signum() < 0) {
            throw new Json.Malformed(
                    "field '%s.%s' is missing or no price of a million tokens, a number from 0"
                            .formatted(where, field));
        }
        return price.decimalValue();
    }

    /** The price of that model. */
    public Optional<Price> find(String model) {
        return Optional.ofNullable(models.get(model));
    }

    /** The prices of a run's two models; what the list does not have is left out. */
    public Prices of(String agent, String optimizer) {
        return new Prices(currency, find(agent), find(optimizer));
    }
}
