package dev.handaxe.benchmarks.data;

import com.fasterxml.jackson.core.JsonFactory;
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
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.OutcomeFormat;
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
 * Streams the records of a data file: one JSON object a line, or one JSON array of objects; plain
 * or gzipped, told apart by their first bytes and not by their names. Holds one record at a time. A
 * line ends at {@code \n} only, so U+2028 inside a string is no line end; empty lines are skipped;
 * the last line needs no end.
 *
 * <p>Confined to one thread.
 */
public final class RecordReader implements AutoCloseable {
    private static final int MAX_LINE_BYTES = 64 << 20;
    private static final int LOOK_AHEAD = 1 << 16;

    /** Integers and decimals of any size are kept as written. */
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
    private final @Nullable JsonParser array;
    private long line;

    private RecordReader(String file, InputStream in) throws IOException {
        this.file = file;
        this.in = in;
        this.array = startsWithBracket(in) ? openArray(in) : null;
    }

    /**
     * Opens a file.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is none or it cannot be
     *     read
     */
    public static RecordReader open(Path file) {
        if (Files.isDirectory(file)) {
            throw new HandaxeException(Code.INVALID_INPUT, file + " is a folder, not a file");
        }
        try {
            return open(file.toString(), Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw new HandaxeException(Code.INVALID_INPUT, "there is no file " + file, e);
        } catch (IOException e) {
            throw unreadable(file.toString(), 1, e);
        }
    }

    /**
     * Reads a stream, which it closes.
     *
     * @param name stands for the file in complaints
     */
    public static RecordReader open(String name, InputStream stream) {
        try {
            return new RecordReader(name, new BufferedInputStream(unzipped(stream), LOOK_AHEAD));
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
            JsonParser parser = array;
            return parser == null ? nextLine() : nextElement(parser);
        } catch (JsonProcessingException e) {
            long at = array == null || e.getLocation() == null ? line : e.getLocation().getLineNr();
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "%s line %d: is not valid JSON: %s"
                            .formatted(
                                    file, at, OutcomeFormat.printable(e.getOriginalMessage(), 300)),
                    e);
        } catch (IOException e) {
            throw unreadable(file, line + 1, e);
        }
    }

    private Optional<DataRecord> nextLine() throws IOException {
        while (readLine()) {
            byte[] bytes = lineBytes.toByteArray();
            if (!isBlank(bytes)) {
                return Optional.of(record(JSON.readTree(bytes)));
            }
        }
        return Optional.empty();
    }

    private Optional<DataRecord> nextElement(JsonParser parser) throws IOException {
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            return Optional.empty();
        }
        line = parser.currentTokenLocation().getLineNr();
        return Optional.of(
                record(
                        JSON.reader()
                                .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                                .readTree(parser)));
    }

    private DataRecord record(JsonNode node) {
        if (!node.isObject()) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "%s line %d: is no JSON object".formatted(file, line));
        }
        return new DataRecord(file, line, node);
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

    private static JsonParser openArray(InputStream in) throws IOException {
        JsonParser parser = JSON.createParser(in);
        parser.nextToken();
        return parser;
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private static HandaxeException unreadable(String file, long line, IOException e) {
        return new HandaxeException(
                Code.INVALID_INPUT,
                "%s line %d: cannot be read: %s".formatted(file, line, e.getMessage()),
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
