package dev.handaxe.benchmarks.domains;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the tables back from the text, and reckons in whole numbers of the smallest unit. */
final class SecondTables {
    private SecondTables() {}

    /** The cells below the header of each table of the text. */
    static List<List<List<String>>> tables(String question) {
        List<List<List<String>>> tables = new ArrayList<>();
        List<List<String>> table = new ArrayList<>();
        for (String line : (question + "\n.").lines().toList()) {
            if (line.matches(".*[.:?]") || !line.contains(", ") || line.length() > 90) {
                if (table.size() > 1) {
                    tables.add(table.subList(1, table.size()));
                }
                table = new ArrayList<>();
            } else {
                table.add(Arrays.asList(line.split(", ")));
            }
        }
        return tables;
    }

    private static List<List<String>> table(String question) {
        List<List<List<String>>> tables = tables(question);
        if (tables.size() != 1) {
            throw new AssertionError("no single table in: " + question);
        }
        return tables.getFirst();
    }

    private static boolean marked(String cell) {
        return cell.endsWith("*");
    }

    private static long whole(String cell) {
        return Long.parseLong(cell.replace("*", "").replace(".", ""));
    }

    private static String decimal(BigInteger units, int places) {
        String digits = "0".repeat(places + 1) + units;
        int point = digits.length() - places;
        String before = digits.substring(0, point).replaceFirst("^0+(?=.)", "");
        return before + "." + digits.substring(point);
    }

    static String filtered(FilteredTotal problem, String question) {
        long cents = 0;
        for (List<String> row : table(question)) {
            long year = whole(row.get(2));
            long quantity = whole(row.get(3));
            boolean left =
                    marked(row.get(3))
                            || row.get(1).equals(problem.outside())
                            || year < problem.from()
                            || year > problem.to()
                            || quantity < problem.least();
            cents += left ? 0 : quantity * whole(row.get(4));
        }
        return decimal(BigInteger.valueOf(cents), 2);
    }

    static String joined(String question) {
        List<List<List<String>>> tables = tables(question);
        Map<String, Long> hundredthsOfACent = new LinkedHashMap<>();
        for (List<String> row : tables.get(0)) {
            hundredthsOfACent.put(row.get(0), whole(row.get(1)) * (100 - whole(row.get(2))));
        }
        long cents = 0;
        for (List<String> row : tables.get(1)) {
            long exact = hundredthsOfACent.getOrDefault(row.get(1), 0L) * whole(row.get(2));
            cents += marked(row.get(0)) ? 0 : (exact + 50) / 100;
        }
        return decimal(BigInteger.valueOf(cents), 2);
    }

    static String mean(WeightedMean problem, String question) {
        BigInteger sum = BigInteger.ZERO;
        BigInteger weights = BigInteger.ZERO;
        for (List<String> row : table(question)) {
            if (row.get(1).equals(problem.group())) {
                long weight = whole(row.get(2)) * (marked(row.get(2)) ? 1000 : 1);
                sum = sum.add(BigInteger.valueOf(weight * whole(row.get(3))));
                weights = weights.add(BigInteger.valueOf(weight));
            }
        }
        // thousandths, of twice the sum of hundredths, and a half
        BigInteger twice = sum.multiply(BigInteger.valueOf(20)).add(weights);
        return decimal(twice.divide(weights.multiply(BigInteger.TWO)), 3);
    }

    /** The rank of a row is one more than the number of rows above it. */
    static String ranked(RankedSum problem, String question) {
        List<List<String>> rows = table(question);
        long sum = 0;
        for (List<String> row : rows) {
            long rank = 1;
            for (List<String> other : rows) {
                long here = whole(row.get(1)) * whole(other.get(2));
                rank += whole(other.get(1)) * whole(row.get(2)) > here ? 1 : 0;
            }
            sum += rank >= problem.first() && rank <= problem.last() ? whole(row.get(3)) : 0;
        }
        return "" + sum;
    }

    static String running(RunningStock problem, String question) {
        List<List<String>> rows = table(question);
        long stock = problem.opening();
        for (int run = 0; run < problem.runs(); run++) {
            for (List<String> row : rows) {
                stock += whole(row.get(1));
                stock -= (stock * whole(row.get(2)) + 5000) / 10_000;
                stock -= whole(row.get(3));
            }
        }
        return "" + stock;
    }

    /** The value that as many are below of as above, found by counting. */
    static String median(String question) {
        List<Long> values = new ArrayList<>();
        List<List<String>> rows = table(question);
        for (List<String> row : rows) {
            for (List<String> other : rows) {
                if (!row.equals(other)) {
                    long there = whole(row.get(1)) * whole(other.get(2));
                    long back = whole(other.get(1)) * whole(row.get(2));
                    values.add(there > back ? there : back);
                }
            }
        }
        // every pair is there twice
        int half = values.size() / 2;
        for (long value : values) {
            long below = values.stream().filter(v -> v < value).count();
            long above = values.stream().filter(v -> v > value).count();
            if (below < half && above < half) {
                return "" + value;
            }
        }
        throw new AssertionError("no median of " + values);
    }

    /** How long a shift and the nights overlap. */
    static String shifts(Shifts problem, String question) {
        long cents = 0;
        int from = problem.nightFrom().toSecondOfDay() / 60;
        int to = problem.nightTo().toSecondOfDay() / 60;
        for (List<String> row : table(question)) {
            int begins = minute(row.get(1));
            int ends = minute(row.get(2)) + (minute(row.get(2)) <= begins ? 1440 : 0);
            long night = 0;
            for (int day = -1440; day <= 1440; day += 1440) {
                int start = Math.max(begins, day + from);
                night += Math.max(0, Math.min(ends, day + 1440 + to) - start);
            }
            long paid = 100L * (ends - begins) + problem.extra() * night;
            cents +=
                    Math.floorDiv(paid * problem.rate().movePointRight(2).longValue() + 3000, 6000);
        }
        return decimal(BigInteger.valueOf(cents), 2);
    }

    private static int minute(String clock) {
        return Integer.parseInt(clock.substring(0, 2)) * 60 + Integer.parseInt(clock.substring(3));
    }

    /** With the factors that the text gives. */
    static String units(String question) {
        List<String> factors =
                Pattern.compile("1 [a-z ]+ = ([0-9]+(?:\\.[0-9]+)?)")
                        .matcher(question)
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        BigDecimal smallest = new BigDecimal(factors.getLast());
        int places = question.contains("two decimals") ? 2 : 3;
        BigInteger one = BigInteger.TEN.pow(smallest.scale() - places);
        BigInteger total = BigInteger.ZERO;
        for (List<String> row : table(question)) {
            long size = whole(row.get(2));
            for (int i = 0; i < factors.size() - 1; i++) {
                size = size * whole(factors.get(i)) + whole(row.get(i + 3));
            }
            BigInteger exact = smallest.unscaledValue().multiply(BigInteger.valueOf(size));
            BigInteger piece = exact.add(one.shiftRight(1)).divide(one);
            total = total.add(piece.multiply(BigInteger.valueOf(whole(row.get(1)))));
        }
        return decimal(total, places);
    }
}
