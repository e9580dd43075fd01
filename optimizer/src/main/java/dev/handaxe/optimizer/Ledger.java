package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.LedgerFile.Slice;
import dev.handaxe.optimizer.Spending.Guest;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a run: a file of one JSON object a line, appended to and never changed. An event
 * counts only after its line is on the disk, so it survives a kill and a crash of the host. A
 * resumed run asks the ledger before it does anything that has a name there, and so repeats
 * nothing. Only names are held in memory; what they stand for is read back from the file.
 *
 * <p>Thread-safe. Whoever opens it closes it; one process at a time has it open.
 */
final class Ledger implements AutoCloseable {
    static final int FORMAT = 1;

    private final Path path;
    private final Clock clock;
    private final LedgerFile file;
    private final Map<Name, Slice> events = new LinkedHashMap<>();
    private final Instant opened;
    private Duration earlier = Duration.ZERO;
    private Guest guest = Guest.NONE;
    private Guest guestUnwritten = Guest.NONE;
    private @Nullable Instant sessionBegan;
    private @Nullable Instant sessionEnded;

    private record Name(String event, String key) {}

    private Ledger(Path path, Clock clock, LedgerFile file) {
        this.path = path;
        this.clock = clock;
        this.file = file;
        this.opened = clock.instant();
    }

    /**
     * Opens a ledger, or starts one. A last line without its line end was cut by a kill and is cut
     * off.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} and the line if one is corrupt, if a
     *     newer Handaxe wrote it, or if another process has the ledger open
     */
    static Ledger open(Path path, Clock clock) {
        LedgerFile file = null;
        try {
            file = LedgerFile.open(path);
            if (file == null) {
                throw new HandaxeException(
                        Code.INVALID_INPUT, path + ": another process is working on this run");
            }
            Ledger ledger = new Ledger(path, clock, file);
            ledger.read();
            return ledger;
        } catch (IOException e) {
            close(file);
            throw new HandaxeException(Code.IO, path + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(file);
            throw e;
        }
    }

    private static void close(@Nullable LedgerFile file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // what is to be reported has happened before
            }
        }
    }

    private void read() throws IOException {
        long end = LedgerFile.read(path, this::readLine);
        file.cut(end);
        endSession();
        if (end == 0) {
            append("ledger", "format", Json.object().put("format", FORMAT));
        }
    }

    private void readLine(String text, int number, Slice where) {
        LedgerLine line = LedgerLine.read(path, text, number);
        if (line.event().equals("session")) {
            endSession();
        }
        if (sessionBegan == null) {
            sessionBegan = line.at();
        }
        sessionEnded = line.at();
        guest = guest.plus(line.guest());
        events.put(new Name(line.event(), line.key()), where);
    }

    private void endSession() {
        if (sessionBegan != null && sessionEnded != null) {
            Duration session = Duration.between(sessionBegan, sessionEnded);
            earlier = earlier.plus(session.isNegative() ? Duration.ZERO : session);
        }
        sessionBegan = null;
        sessionEnded = null;
    }

    /** Time spent on the run, the sessions before this one included. */
    synchronized Duration elapsed() {
        return earlier.plus(Duration.between(opened, clock.instant()));
    }

    /** The runner, with what it spends counted; the next event writes it down. */
    FunctionRunner metered(FunctionRunner runner) {
        return (functions, invocation, policy) -> {
            Outcome outcome = runner.call(functions, invocation, policy);
            charge(Guest.of(outcome.report().metrics()));
            return outcome;
        };
    }

    private synchronized void charge(Guest usage) {
        guest = guest.plus(usage);
        guestUnwritten = guestUnwritten.plus(usage);
    }

    /** What guest code has spent, sessions before this one included. */
    synchronized Guest guest() {
        return guest;
    }

    /** What was written down under that name. */
    Optional<ObjectNode> find(String event, String key) {
        Slice where;
        synchronized (this) {
            where = events.get(new Name(event, key));
        }
        return where == null ? Optional.empty() : Optional.of(data(where));
    }

    private ObjectNode data(Slice where) {
        try {
            return LedgerLine.read(path, file.line(where), 0).data();
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, path + ": " + e.getMessage(), e);
        }
    }

    /** How many events of that kind there are. */
    synchronized int count(String event) {
        return (int) events.keySet().stream().filter(name -> name.event().equals(event)).count();
    }

    /** All events of that kind by key, in the order they were written, one at a time. */
    void forEach(String event, BiConsumer<String, ObjectNode> use) {
        List<Map.Entry<Name, Slice>> found;
        synchronized (this) {
            found =
                    events.entrySet().stream()
                            .filter(entry -> entry.getKey().event().equals(event))
                            .toList();
        }
        found.forEach(entry -> use.accept(entry.getKey().key(), data(entry.getValue())));
    }

    /** What the model calls took whose labels begin so. */
    Usage usage(String labels) {
        Map<String, Usage> sum = new LinkedHashMap<>();
        forEach(
                "model_call",
                (_, call) -> {
                    if (call.path("label").asText().startsWith(labels)) {
                        JsonNode used = call.path("usage");
                        sum.merge(
                                labels,
                                new Usage(
                                        1,
                                        used.path("input_tokens").asLong(),
                                        used.path("output_tokens").asLong()),
                                Usage::plus);
                    }
                });
        return sum.getOrDefault(labels, Usage.NONE);
    }

    /** All events of that kind by key, in the order they were written. */
    Map<String, ObjectNode> all(String event) {
        Map<String, ObjectNode> found = new LinkedHashMap<>();
        forEach(event, found::put);
        return found;
    }

    /**
     * Writes an event down, once: nothing is written if the name is there already. It is on the
     * disk when this returns, and all that was written before it.
     *
     * @throws HandaxeException with {@link Code#IO} if it cannot be written; it does not count then
     */
    void append(String event, String key, ObjectNode data) {
        write(event, key, data);
        force();
    }

    private synchronized void write(String event, String key, ObjectNode data) {
        Name name = new Name(event, key);
        if (events.containsKey(name)) {
            return;
        }
        try {
            var line = new LedgerLine(event, key, clock.instant(), guestUnwritten, data);
            events.put(name, file.append(line.text()));
            guestUnwritten = Guest.NONE;
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, path + ": " + e.getMessage(), e);
        }
    }

    private void force() {
        try {
            file.force();
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, path + ": " + e.getMessage(), e);
        }
    }

    /**
     * What was written down under that name, or what is made now and written down. It survives a
     * kill at once; it is on the disk with the next event that is appended, and whatever is made of
     * it that costs something is such an event.
     */
    ObjectNode remember(String event, String key, Supplier<ObjectNode> make) {
        Optional<ObjectNode> known = find(event, key);
        if (known.isPresent()) {
            return known.get();
        }
        ObjectNode made = make.get();
        write(event, key, made);
        return made;
    }

    @Override
    public void close() {
        close(file);
    }
}
