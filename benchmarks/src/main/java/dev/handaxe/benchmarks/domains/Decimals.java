package dev.handaxe.benchmarks.domains;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Exact decimals, rounded as people do it. */
final class Decimals {
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal NEAR = new BigDecimal("1e-6");

    private Decimals() {}

    /** So many hundredths. */
    static BigDecimal hundredths(int count) {
        return BigDecimal.valueOf(count, 2);
    }

    /** To that many places, a half up. */
    static BigDecimal round(BigDecimal exact, int places) {
        return exact.setScale(places, RoundingMode.HALF_UP);
    }

    /**
     * Whether it is so near to the middle between two roundings that binary fractions, or another
     * rule for halves, might round it differently. Such problems are not asked.
     */
    static boolean nearHalf(BigDecimal exact, int places) {
        BigDecimal moved = exact.movePointRight(places);
        BigDecimal fraction = moved.subtract(moved.setScale(0, RoundingMode.FLOOR));
        return fraction.subtract(HALF).abs().compareTo(NEAR) < 0;
    }
}
