package dev.handaxe.spark;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What an evaluation evaluates: a run that goes on must not contradict it.
 *
 * <p>Immutable.
 *
 * @param of what must be the same, by what it is called in complaints
 * @param samples how many there are
 * @param sliceSize how many each slice has, but the last
 */
record EvaluationPlan(Map<String, String> of, long samples, long sliceSize) {
    private static final String SAMPLES = "samples.count";
    private static final String SLICE_SIZE = "slice.size";

    /** Copies. */
    EvaluationPlan {
        of = new LinkedHashMap<>(of);
    }

    /** How many slices there are. */
    long slices() {
        return Math.ceilDiv(samples, sliceSize);
    }

    /** How many samples a slice has. */
    long sizeOf(long slice) {
        return Math.min(sliceSize, samples - slice * sliceSize);
    }

    /** As the text of a file of properties. */
    String text() {
        Map<String, String> all = new LinkedHashMap<>(of);
        all.put(SAMPLES, Long.toString(samples));
        all.put(SLICE_SIZE, Long.toString(sliceSize));
        StringBuilder text = new StringBuilder();
        all.forEach(
                (name, value) ->
                        text.append(name.replace(" ", "\\ "))
                                .append('=')
                                .append(value.replace("\\", "\\\\").replace("\n", "\\n"))
                                .append('\n'));
        return text.toString();
    }

    /**
     * Reads it back.
     *
     * @param place for complaints
     * @param asked what is to be evaluated now
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if that is something else
     */
    static EvaluationPlan read(String place, String text, Map<String, String> asked) {
        Properties read = new Properties();
        try {
            read.load(new StringReader(text));
            List<String> others = new ArrayList<>();
            asked.forEach(
                    (name, value) -> {
                        if (!value.equals(read.getProperty(name))) {
                            others.add(name);
                        }
                    });
            if (!others.isEmpty()) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "--out %s has another evaluation's results: its %s differs; name another folder"
                                .formatted(place, String.join(", its ", others)));
            }
            return new EvaluationPlan(
                    asked,
                    Long.parseLong(read.getProperty(SAMPLES)),
                    Long.parseLong(read.getProperty(SLICE_SIZE)));
        } catch (IOException | IllegalArgumentException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "--out %s: its plan is no plan of Handaxe's".formatted(place),
                    e);
        }
    }
}
