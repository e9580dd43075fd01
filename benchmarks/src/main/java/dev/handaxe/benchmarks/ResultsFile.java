package dev.handaxe.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.benchmarks.data.DataFiles;
import dev.handaxe.benchmarks.data.DataRecord;
import dev.handaxe.benchmarks.data.RecordReader;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The file of results, one line for each sample in the order of the samples: what HumanEval's own
 * harness writes, {@code {"task_id", "completion", "result", "passed"}}, and in {@code "grading"}
 * where verdicts were asked to be made. Each line is written whole as soon as it is known, so a run
 * that is cut short can be resumed from it. Lines that do not say how they were graded, as older
 * versions and other harnesses write them, are taken over, and counted.
 *
 * <p>Confined to one thread. Whoever opens it closes it.
 */
final class ResultsFile implements AutoCloseable {
    /** Escapes what is not ASCII, lone surrogates too, so that every reader can take it. */
    private static final ObjectWriter WRITER =
            RecordReader.JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private static final List<Kind> LONGEST_FIRST =
            Arrays.stream(Kind.values())
                    .sorted(Comparator.comparingInt((Kind kind) -> -kind.words().length()))
                    .toList();

    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    private static final String START = "{\"task_id\":";

    private final Path file;
    private final Grading grading;
    private final OutputStream out;
    private final long untold;

    private ResultsFile(Path file, Grading grading, OutputStream out, long untold) {
        this.file = file;
        this.grading = grading;
        this.out = out;
        this.untold = untold;
    }

    /** Whether there is a file with something in it. */
    static boolean isBegun(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) > 0;
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.IO, "cannot go on with " + file + ": " + e.getMessage(), e);
        }
    }

    /** Starts a file; one that is there is replaced. */
    static ResultsFile create(Path file, Grading grading) {
        return open(
                file,
                grading,
                0,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
    }

    /**
     * Opens a file to go on with it, after handing on what it has. A file of something else is left
     * as it is. A last line without its end is what a kill left behind: it is cut off.
     *
     * @param samples the samples of the run; as many are taken as there are results
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if a result belongs to another
     *     sample or was graded in another way
     */
    static ResultsFile resume(
            Path file, Grading grading, SampleSource.Walk samples, Consumer<Sample.Judged> taken) {
        if (!Files.exists(file)) {
            return create(file, grading);
        }
        byte[] cut = cutUnfinishedLine(file);
        LongAdder untold = new LongAdder();
        try {
            DataFiles.each(
                    file,
                    found -> {
                        if (!saysIts(grading, found)) {
                            untold.increment();
                        }
                        taken.accept(match(found, samples));
                    });
        } catch (HandaxeException e) {
            putBack(file, cut); // it is another file, which is left as it was
            throw e;
        }
        return open(file, grading, untold.sum(), StandardOpenOption.APPEND);
    }

    /** Whether the line says that it was graded in that way; one that says another is refused. */
    private static boolean saysIts(Grading grading, DataRecord found) {
        Optional<String> said = found.optionalText("grading");
        if (said.isPresent() && !said.get().equals(grading.key())) {
            throw found.problem(
                    "grading",
                    "is '%s', and this evaluation grades '%s': grade as the file was, or name another --out"
                            .formatted(OutcomeFormat.printable(said.get(), 40), grading.key()));
        }
        return said.isPresent();
    }

    private static Sample.Judged match(DataRecord found, SampleSource.Walk samples) {
        if (!samples.hasNext()) {
            throw found.problem("task_id", "is beyond the last sample: another run's results");
        }
        Sample sample = samples.next();
        if (!found.id("task_id").equals(sample.taskId())) {
            throw found.problem(
                    "task_id",
                    "is not '%s', which sample %d has: another run's results"
                            .formatted(sample.taskId(), sample.number()));
        }
        if (!found.text("completion").equals(sample.completion())) {
            throw found.problem("completion", "is not that of sample " + sample.number());
        }
        String result = found.text("result");
        for (Kind kind : LONGEST_FIRST) {
            if (result.equals(kind.words()) || result.startsWith(kind.words() + ": ")) {
                if (found.flag("passed") != (kind == Kind.PASSED)) {
                    throw found.problem("passed", "contradicts 'result'");
                }
                String reason = result.substring(kind.words().length());
                return new Sample.Judged(sample, kind, reason.isEmpty() ? "" : reason.substring(2));
            }
        }
        throw found.problem("result", "is no result that Handaxe writes");
    }

    private static byte[] cutUnfinishedLine(Path file) {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            long end = access.length();
            while (end > 0) {
                access.seek(end - 1);
                if (access.read() == '\n') {
                    break;
                }
                end--;
            }
            byte[] cut = new byte[Math.toIntExact(access.length() - end)];
            access.seek(end);
            access.readFully(cut);
            if (end == 0 && cut.length > 0 && !isCutOff(cut)) {
                throw new HandaxeException(
                        Code.INVALID_INPUT, file + " line 1: is no result: name another --out");
            }
            access.setLength(end);
            return cut;
        } catch (ArithmeticException | IOException e) {
            throw new HandaxeException(
                    Code.IO, "cannot go on with " + file + ": " + e.getMessage(), e);
        }
    }

    /** Whether it is the beginning of a result, and no more. */
    private static boolean isCutOff(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        return (text.startsWith(START) || START.startsWith(text)) && !text.endsWith("}");
    }

    private static void putBack(Path file, byte[] cut) {
        try {
            Files.write(file, cut, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.IO, "cannot go on with " + file + ": " + e.getMessage(), e);
        }
    }

    private static ResultsFile open(
            Path file, Grading grading, long untold, StandardOpenOption... options) {
        try {
            return new ResultsFile(file, grading, Files.newOutputStream(file, options), untold);
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.IO, "cannot write results to " + file + ": " + e.getMessage(), e);
        }
    }

    /** How many results were taken over that do not say how they were graded. */
    long untold() {
        return untold;
    }

    /** Writes one line. */
    void write(Sample.Judged judged, boolean integerIds) {
        try {
            out.write((line(judged, grading, integerIds) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.IO, "cannot write results to " + file + ": " + e.getMessage(), e);
        }
    }

    /** What is written of a sample, without the end of its line; all of it is ASCII. */
    static String line(Sample.Judged judged, Grading grading, boolean integerIds) {
        ObjectNode line = RecordReader.JSON.createObjectNode();
        if (integerIds && INTEGER.matcher(judged.sample().taskId()).matches()) {
            line.put("task_id", new BigInteger(judged.sample().taskId()));
        } else {
            line.put("task_id", judged.sample().taskId());
        }
        line.put("completion", judged.sample().completion());
        line.put("result", judged.result());
        line.put("passed", judged.passed());
        line.put("grading", grading.key());
        return escaped(line);
    }

    /** As JSON in ASCII. */
    static String escaped(Object value) {
        try {
            return WRITER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, "cannot finish " + file + ": " + e.getMessage(), e);
        }
    }
}
