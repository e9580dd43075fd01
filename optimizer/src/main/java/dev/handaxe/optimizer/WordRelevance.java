package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How well functions fit a text, by the words they have in common: BM25 (Robertson and Zaragoza
 * 2009, k1 = 1.2, b = 0.75) over the name, which counts three times, the description and the names
 * of the parameters. No model is asked, and equal input gives equal figures on every machine.
 *
 * <p>Immutable.
 */
final class WordRelevance {
    private static final double K1 = 1.2;
    private static final double B = 0.75;
    private static final int NAME_WEIGHT = 3;

    /** Between a small and a capital letter, and between letters and digits. */
    private static final Pattern SEAM =
            Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})");

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private final List<Map<String, Integer>> documents = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final Map<String, Integer> documentsWith = new HashMap<>();
    private final double meanLength;

    WordRelevance(List<FunctionDefinition> functions) {
        long total = 0;
        for (FunctionDefinition function : functions) {
            List<String> words = new ArrayList<>(words(function.description()));
            for (int i = 0; i < NAME_WEIGHT; i++) {
                words.addAll(words(function.name()));
            }
            function.parameters().names().forEach(name -> words.addAll(words(name)));
            Map<String, Integer> counts = new HashMap<>();
            words.forEach(word -> counts.merge(word, 1, Integer::sum));
            counts.keySet().forEach(word -> documentsWith.merge(word, 1, Integer::sum));
            documents.add(counts);
            lengths.add(words.size());
            total += words.size();
        }
        meanLength = Math.max(1.0, total / Math.max(1.0, functions.size()));
    }

    /** A score for each function, in their order; 0 where no word is shared. */
    double[] scores(String text) {
        double[] scores = new double[documents.size()];
        // in one order, so that sums are the same in every run
        for (String word : new TreeSet<>(words(text))) {
            int with = documentsWith.getOrDefault(word, 0);
            double rarity = StrictMath.log(1 + (documents.size() - with + 0.5) / (with + 0.5));
            for (int i = 0; i < scores.length; i++) {
                @Nullable Integer count = documents.get(i).get(word);
                if (count != null) {
                    double length = K1 * (1 - B + B * lengths.get(i) / meanLength);
                    scores[i] += rarity * count * (K1 + 1) / (count + length);
                }
            }
        }
        return scores;
    }

    /** In small letters, names taken apart, a plural as its singular. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher found = WORD.matcher(SEAM.matcher(text).replaceAll(" "));
        while (found.find()) {
            String word = found.group().toLowerCase(Locale.ROOT);
            boolean plural = word.length() > 3 && word.endsWith("s") && !word.endsWith("ss");
            words.add(plural ? word.substring(0, word.length() - 1) : word);
        }
        return words;
    }
}
