package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a run: a file of one JSON object a line, appended to and never changed. An event
 * counts only after its line was handed to the operating system, so it survives a kill. A resumed
 * run asks the ledger before it does anything that has a name there, and so repeats nothing.
 *
 * <p>Thread-safe. Whoever opens it closes it; one process at a time has it open.
 */
final class Ledger implements AutoCloseable {
    private static final int FORMAT = 1;

    private final Path file;
    private final Clock clock;
    // not a channel: an interrupt would close that, and lose an answer that was paid for
    private final RandomAccessFile open;
    private final Map<Name, ObjectNode> events = new LinkedHashMap<>();
    private final Instant opened;
    private Duration earlier = Duration.ZERO;

    private record Name(String event, String key) {}

    private Ledger(Path file, Clock clock, RandomAccessFile open) {
        this.file = file;
        this.clock = clock;
        this.open = open;
        this.opened = clock.instant();
    }

    /**
     * Opens a ledger, or starts one. A last line without its line end was cut by a kill and is cut
     * off.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} and the line if one is corrupt, or
     *     if another process has the ledger open
     */
    static Ledger open(Path file, Clock clock) {
        RandomAccessFile open = null;
        try {
            open = new RandomAccessFile(file.toFile(), "rw");
            if (!locked(open)) {
                throw new HandaxeException(
                        Code.INVALID_INPUT, file + ": another process is working on this run");
            }
            Ledger ledger = new Ledger(file, clock, open);
            ledger.read();
            return ledger;
        } catch (IOException e) {
            close(open);
            throw new HandaxeException(Code.IO, file + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(open);
            throw e;
        }
    }

    private static boolean locked(RandomAccessFile open) throws IOException {
        try {
            return open.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    private static void close(@Nullable RandomAccessFile open) {
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // what is to be reported has happened before
            }
        }
    }

    private void read() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<Instant> times = new ArrayList<>();
        int start = 0;
        int number = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                number++;
                readLine(
                        new String(bytes, start, i - start, StandardCharsets.UTF_8), number, times);
                start = i + 1;
            }
        }
        open.setLength(start);
        open.seek(start);
        addSession(times);
        if (number == 0) {
            append("ledger", "format", Json.object().put("format", FORMAT));
        }
    }

    private void readLine(String line, int number, List<Instant> times) {
        try {
            ObjectNode node = Json.read(line);
            String event = ModelJson.text(node, "event");
            String key = ModelJson.text(node, "key");
            Instant at = Instant.parse(ModelJson.text(node, "at"));
            if (!(node.get("data") instanceof ObjectNode data)) {
                throw new Json.Malformed("field 'data' is missing or no object");
            }
            if (number == 1 && (!event.equals("ledger") || data.path("format").asInt() != FORMAT)) {
                throw new Json.Malformed("it is not a ledger of format " + FORMAT);
            }
            if (event.equals("session")) {
                addSession(times);
            }
            times.add(at);
            events.put(new Name(event, key), data);
        } catch (Json.Malformed | DateTimeParseException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "%s: line %d is corrupt: %s".formatted(file, number, e.getMessage()),
                    e);
        }
    }

    private void addSession(List<Instant> times) {
        if (!times.isEmpty()) {
            Duration session = Duration.between(times.getFirst(), times.getLast());
            earlier = earlier.plus(session.isNegative() ? Duration.ZERO : session);
            times.clear();
        }
    }

    /** Time spent on the run, the sessions before this one included. */
    synchronized Duration elapsed() {
        return earlier.plus(Duration.between(opened, clock.instant()));
    }

    /** What was written down under that name. */
    synchronized Optional<ObjectNode> find(String event, String key) {
        return Optional.ofNullable(events.get(new Name(event, key))).map(ObjectNode::deepCopy);
    }

    /** All events of that kind by key, in the order they were written. */
    synchronized Map<String, ObjectNode> all(String event) {
        Map<String, ObjectNode> found = new LinkedHashMap<>();
        events.forEach(
                (name, data) -> {
                    if (name.event().equals(event)) {
                        found.put(name.key(), data.deepCopy());
                    }
                });
        return found;
    }

    /**
     * Writes an event down, once: nothing happens if the name is there already.
     *
     * @throws HandaxeException with {@link Code#IO} if it cannot be written; it does not count then
     */
    synchronized void append(String event, String key, ObjectNode data) {
        Name name = new Name(event, key);
        if (events.containsKey(name)) {
            return;
        }
        ObjectNode line =
                Json.object()
                        .put("event", event)
                        .put("key", key)
                        .put("at", clock.instant().toString());
        line.set("data", data);
        try {
            open.write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, file + ": " + e.getMessage(), e);
        }
        events.put(name, data.deepCopy());
    }

    /** What was written down under that name, or what is made now and written down. */
    ObjectNode remember(String event, String key, Supplier<ObjectNode> make) {
        Optional<ObjectNode> known = find(event, key);
        if (known.isPresent()) {
            return known.get();
        }
        ObjectNode made = make.get();
        append(event, key, made);
        return made;
    }

    @Override
    public void close() {
        close(open);
    }
}
