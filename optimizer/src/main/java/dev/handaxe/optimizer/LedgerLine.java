package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.Spending.Guest;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * One line of a ledger.
 *
 * <p>Immutable, as long as nobody changes its data.
 *
 * @param event what happened
 * @param key of this event among its kind
 * @param guest what guest code spent since the line before
 */
record LedgerLine(String event, String key, Instant at, Guest guest, ObjectNode data) {
    /**
     * Reads a line.
     *
     * @param number from 1; the first says which format the file has
     * @throws HandaxeException with {@link Code#INVALID_INPUT} naming file and line
     */
    static LedgerLine read(Path file, String text, int number) {
        try {
            ObjectNode node = Json.read(text);
            if (number == 1) {
                checkFormat(file, node);
            }
            if (!(node.get("data") instanceof ObjectNode data)) {
                throw new Json.Malformed("field 'data' is missing or no object");
            }
            return new LedgerLine(
                    ModelJson.text(node, "event"),
                    ModelJson.text(node, "key"),
                    Instant.parse(ModelJson.text(node, "at")),
                    guest(node.path("guest")),
                    data);
        } catch (Json.Malformed | DateTimeParseException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "%s: line %d is corrupt: %s".formatted(file, number, e.getMessage()),
                    e);
        }
    }

    private static void checkFormat(Path file, ObjectNode first) throws Json.Malformed {
        JsonNode format = first.path("data").path("format");
        if (!first.path("event").asText().equals("ledger")) {
            throw new Json.Malformed("it is not a ledger of format " + Ledger.FORMAT);
        }
        Json.requireFormat(file + ": the ledger", format, Ledger.FORMAT);
    }

    private static Guest guest(JsonNode node) {
        return node.isMissingNode()
                ? Guest.NONE
                : new Guest(
                        node.path("calls").asLong(),
                        Duration.ofMillis(node.path("cpu_ms").asLong()),
                        Duration.ofMillis(node.path("wall_ms").asLong()));
    }

    /** The line, without its end. */
    String text() {
        ObjectNode line =
                Json.object().put("event", event).put("key", key).put("at", at.toString());
        if (guest.calls() > 0) {
            line.putObject("guest")
                    .put("calls", guest.calls())
                    .put("cpu_ms", guest.cpu().toMillis())
                    .put("wall_ms", guest.wall().toMillis());
        }
        line.set("data", data);
        return Json.write(line);
    }
}
