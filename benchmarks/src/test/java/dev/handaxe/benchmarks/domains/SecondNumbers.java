package dev.handaxe.benchmarks.domains;

import dev.handaxe.benchmarks.domains.Paths.Crossing;
import java.math.BigInteger;
import java.util.List;

/** Formulas and tables where the templates walk or try. */
final class SecondNumbers {
    private SecondNumbers() {}

    /** Goes back from the circle that the leaver leaves to the full one. */
    static String circle(Circle circle) {
        int size = circle.people() - circle.leaver() + 1;
        int place = (circle.step() - 1) % size;
        while (size < circle.people()) {
            size++;
            place = (place + circle.step()) % size;
        }
        return "" + (place + 1);
    }

    /** Powers of the matrix of the recurrence by squaring. */
    static String recurrence(Recurrence r) {
        BigInteger modulus = BigInteger.valueOf(r.modulus());
        BigInteger[][] power = {
            {BigInteger.ONE, BigInteger.ZERO}, {BigInteger.ZERO, BigInteger.ONE}
        };
        BigInteger[][] square = {
            {BigInteger.valueOf(r.p()), BigInteger.valueOf(r.q())},
            {BigInteger.ONE, BigInteger.ZERO}
        };
        for (int left = r.term() - 2; left > 0; left /= 2) {
            power = left % 2 == 1 ? product(power, square, modulus) : power;
            square = product(square, square, modulus);
        }
        return power[0][0]
                .multiply(BigInteger.valueOf(r.second()))
                .add(power[0][1].multiply(BigInteger.valueOf(r.first())))
                .mod(modulus)
                .toString();
    }

    private static BigInteger[][] product(BigInteger[][] a, BigInteger[][] b, BigInteger modulus) {
        BigInteger[][] product = new BigInteger[2][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                product[i][j] =
                        a[i][0].multiply(b[0][j]).add(a[i][1].multiply(b[1][j])).mod(modulus);
            }
        }
        return product;
    }

    /** Inclusion and exclusion over the least common multiples of all subsets. */
    static String divisors(Divisors problem) {
        List<Integer> divisors = problem.divisors();
        long count = 0;
        for (int subset = 1; subset < 1 << divisors.size(); subset++) {
            int size = Integer.bitCount(subset);
            BigInteger multiple = BigInteger.ONE;
            for (int i = 0; i < divisors.size(); i++) {
                if ((subset >> i & 1) == 1) {
                    BigInteger divisor = BigInteger.valueOf(divisors.get(i));
                    multiple = multiple.multiply(divisor).divide(multiple.gcd(divisor));
                }
            }
            long lcm = multiple.longValueExact();
            long sign = (size - problem.times()) % 2 == 0 ? 1 : -1;
            count +=
                    sign
                            * choose(size, problem.times())
                            * (problem.to() / lcm - (problem.from() - 1) / lcm);
        }
        return "" + count;
    }

    private static long choose(int n, int k) {
        long ways = k > n ? 0 : 1;
        for (int i = 1; i <= k && ways > 0; i++) {
            ways = ways * (n - k + i) / i;
        }
        return ways;
    }

    /** Digit by digit: how many ways lead to a sum and a remainder. */
    static String digits(DigitSums problem) {
        return "" + (below(problem, problem.to() + 1) - below(problem, problem.from()));
    }

    private static long below(DigitSums problem, int limit) {
        String digits = "" + limit;
        long count = 0;
        int sum = 0;
        int rest = 0;
        for (int at = 0; at < digits.length(); at++) {
            for (int digit = 0; digit < digits.charAt(at) - '0'; digit++) {
                int nextRest = (rest * 10 + digit) % problem.divisor();
                count += endings(problem, digits.length() - at - 1, sum + digit, nextRest);
            }
            sum += digits.charAt(at) - '0';
            rest = (rest * 10 + digits.charAt(at) - '0') % problem.divisor();
        }
        return count;
    }

    private static long endings(DigitSums problem, int length, int sum, int rest) {
        long[][] ways = new long[problem.sum() + 10][problem.divisor()];
        if (sum > problem.sum()) {
            return 0;
        }
        ways[sum][rest] = 1;
        for (int i = 0; i < length; i++) {
            long[][] longer = new long[ways.length][problem.divisor()];
            for (int s = 0; s <= problem.sum(); s++) {
                for (int r = 0; r < problem.divisor(); r++) {
                    for (int digit = 0; digit <= 9 && ways[s][r] > 0; digit++) {
                        longer[s + digit][(r * 10 + digit) % problem.divisor()] += ways[s][r];
                    }
                }
            }
            ways = longer;
        }
        return ways[problem.sum()][0];
    }

    /** The coefficient of a product of polynomials. */
    static String coins(Coins problem) {
        long[] ways = new long[problem.amount() + 1];
        ways[0] = 1;
        for (int value : problem.values()) {
            long[] more = new long[ways.length];
            for (int amount = 0; amount < ways.length; amount++) {
                for (int n = 0; n <= problem.most() && n * value <= amount; n++) {
                    more[amount] += ways[amount - n * value];
                }
            }
            ways = more;
        }
        return "" + ways[problem.amount()];
    }

    /** Crossing by crossing. */
    static String paths(Paths problem) {
        long[][] ways = new long[problem.width() + 1][problem.height() + 1];
        for (int x = 0; x <= problem.width(); x++) {
            for (int y = 0; y <= problem.height(); y++) {
                long come = x + y == 0 ? 1 : 0;
                come += x > 0 ? ways[x - 1][y] : 0;
                come += y > 0 ? ways[x][y - 1] : 0;
                ways[x][y] = problem.closed().contains(new Crossing(x, y)) ? 0 : come;
            }
        }
        return "" + ways[problem.width()][problem.height()];
    }
}
