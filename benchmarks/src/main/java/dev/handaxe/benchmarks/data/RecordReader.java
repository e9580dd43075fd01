package dev.handaxe.benchmarks.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Streams the records of a data file: one JSON object a line, one JSON array of objects, or one
 * object whose fields are the records; plain or gzipped, told apart by their first bytes and not by
 * their names. Holds one record at a time. A line ends at {@code \n} only, so U+2028 inside a
 * string is no line end; empty lines are skipped; the last line needs no end.
 *
 * <p>Confined to one thread.
 */
public final class RecordReader implements AutoCloseable {
    private static final int MAX_LINE_BYTES = 64 << 20;
    private static final int LOOK_AHEAD = 1 << 16;

    /** Integers and decimals of any size are kept; the records' decimals even as written. */
    public static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNumberLength(100_000)
                                                    .maxStringLength(MAX_LINE_BYTES)
                                                    .maxNestingDepth(500)
                                                    .build())
                                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final String file;
    private final InputStream in;
    private final ByteArrayOutputStream lineBytes = new ByteArrayOutputStream(4096);
    private final @Nullable JsonParser whole;
    private long line;

    private RecordReader(String file, InputStream in, boolean keyed) throws IOException {
        this.file = file;
        this.in = in;
        this.whole = startsWithBracket(in) || keyed ? openWhole(in) : null;
    }

    /**
     * Opens a file.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is none or it cannot be
     *     read
     */
    public static RecordReader open(Path file) {
        return open(file.toString(), stream(file), false);
    }

    /**
     * Opens a file that is one object: each of its fields is a record, which knows its key.
     *
     * @throws HandaxeException as {@link #open(Path)}
     */
    public static RecordReader openKeyed(Path file) {
        return open(file.toString(), stream(file), true);
    }

    /**
     * Reads a file that is one record.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}, naming file and line
     */
    public static DataRecord one(Path file) {
        try (InputStream in = unzipped(stream(file))) {
            return record(file.toString(), 1, "", tree(JSON.createParser(in)));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw notJson(file.toString(), at == null ? 1 : at.getLineNr(), e);
        } catch (IOException e) {
            throw unreadable(file.toString(), 1, e);
        }
    }

    private static InputStream stream(Path file) {
        if (Files.isDirectory(file)) {
            throw new HandaxeException(Code.INVALID_INPUT, file + " is a folder, not a file");
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new HandaxeException(Code.INVALID_INPUT, "there is no file " + file, e);
        } catch (IOException e) {
            throw unreadable(file.toString(), 1, e);
        }
    }

    private static RecordReader open(String name, InputStream stream, boolean keyed) {
        try {
            return new RecordReader(
                    name, new BufferedInputStream(unzipped(stream), LOOK_AHEAD), keyed);
        } catch (JsonProcessingException e) {
            closeQuietly(stream);
            throw notJson(name, e.getLocation() == null ? 1 : e.getLocation().getLineNr(), e);
        } catch (IOException e) {
            closeQuietly(stream);
            throw unreadable(name, 1, e);
        }
    }

    /**
     * The next record; empty at the end.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}, naming file and line
     */
    public Optional<DataRecord> next() {
        try {
            JsonParser parser = whole;
            return parser == null ? nextLine() : nextElement(parser);
        } catch (JsonProcessingException e) {
            long at = whole == null || e.getLocation() == null ? line : e.getLocation().getLineNr();
            throw notJson(file, at, e);
        } catch (IOException e) {
            throw unreadable(file, line + 1, e);
        }
    }

    private Optional<DataRecord> nextLine() throws IOException {
        while (readLine()) {
            Optional<DataRecord> found = ofLine(file, line, lineBytes.toByteArray());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * The record of one line; empty if the line is blank.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}, naming file and line
     */
    public static Optional<DataRecord> line(String file, long line, byte[] bytes) {
        try {
            return ofLine(file, line, bytes);
        } catch (JsonProcessingException e) {
            throw notJson(file, line, e);
        } catch (IOException e) {
            throw unreadable(file, line, e);
        }
    }

    private static Optional<DataRecord> ofLine(String file, long line, byte[] bytes)
            throws IOException {
        return isBlank(bytes)
                ? Optional.empty()
                : Optional.of(record(file, line, "", tree(JSON.createParser(bytes))));
    }

    /** What the whole input says, and nothing after it. */
    private static @Nullable JsonNode tree(JsonParser parser) throws IOException {
        return JSON.reader().readTree(new WrittenNumbers(parser));
    }

    private Optional<DataRecord> nextElement(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT) {
            requireEnd(parser, token.asString());
        }
        if (token == null || token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT) {
            return Optional.empty();
        }
        String key = token == JsonToken.FIELD_NAME ? parser.currentName() : "";
        line = parser.currentTokenLocation().getLineNr();
        if (token == JsonToken.FIELD_NAME) {
            parser.nextToken();
        }
        return Optional.of(
                record(
                        file,
                        line,
                        key,
                        JSON.reader()
                                .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                                .readTree(parser)));
    }

    private void requireEnd(JsonParser parser, @Nullable String closing) throws IOException {
        if (parser.nextToken() != null) {
            throw DataRecord.problem(
                    file,
                    parser.currentTokenLocation().getLineNr(),
                    "",
                    "the file must end with its first %s, more follows".formatted(closing));
        }
    }

    private static DataRecord record(String file, long line, String key, @Nullable JsonNode node) {
        if (node == null || !node.isObject()) {
            throw DataRecord.problem(
                    file,
                    line,
                    key,
                    "is no JSON object"
                            + (key.isEmpty()
                                    ? ""
                                    : "; the file is read as one object whose fields are the"
                                            + " records"));
        }
        return new DataRecord(file, line, key, node);
    }

    private boolean readLine() throws IOException {
        lineBytes.reset();
        int read = in.read();
        if (read < 0) {
            return false;
        }
        line++;
        while (read >= 0 && read != '\n') {
            if (lineBytes.size() == MAX_LINE_BYTES) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "%s line %d: is longer than %d bytes"
                                .formatted(file, line, MAX_LINE_BYTES));
            }
            lineBytes.write(read);
            read = in.read();
        }
        return true;
    }

    private static InputStream unzipped(InputStream raw) throws IOException {
        BufferedInputStream peek = new BufferedInputStream(raw, LOOK_AHEAD);
        peek.mark(2);
        boolean zipped = peek.read() == 0x1f && peek.read() == 0x8b;
        peek.reset();
        return zipped ? new GZIPInputStream(peek, LOOK_AHEAD) : peek;
    }

    private static boolean startsWithBracket(InputStream in) throws IOException {
        in.mark(LOOK_AHEAD);
        if (in.read() == 0xef && in.read() == 0xbb && in.read() == 0xbf) {
            in.mark(LOOK_AHEAD); // a byte order mark stays behind
        } else {
            in.reset();
        }
        int read = in.read();
        for (int n = 2; n < LOOK_AHEAD && read >= 0 && read <= ' '; n++) {
            read = in.read();
        }
        in.reset();
        return read == '[';
    }

    private static JsonParser openWhole(InputStream in) throws IOException {
        JsonParser parser = JSON.createParser(in);
        JsonToken token = parser.nextToken();
        if (token != JsonToken.START_ARRAY && token != JsonToken.START_OBJECT) {
            throw new JsonParseException(
                    parser, "neither an object nor a list of them", parser.currentTokenLocation());
        }
        return new WrittenNumbers(parser);
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private static HandaxeException notJson(String file, long line, JsonProcessingException e) {
        return new HandaxeException(
                Code.INVALID_INPUT,
                "%s line %d: is not valid JSON: %s"
                        .formatted(file, line, DataRecord.oneLine(e.getOriginalMessage(), 300)),
                e);
    }

    private static HandaxeException unreadable(String file, long line, IOException e) {
        return new HandaxeException(
                Code.INVALID_INPUT,
                "%s line %d: cannot be read: %s"
                        .formatted(
                                file,
                                line,
                                DataRecord.oneLine(String.valueOf(e.getMessage()), 300)),
                e);
    }

    private static void closeQuietly(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // nothing was written, so nothing is lost
        }
    }

    @Override
    public void close() {
        closeQuietly(in);
    }
}
