package dev.handaxe.benchmarks.domains;

import java.util.List;

/**
 * In how many ways do coins of some values make an amount, with at most so many of each?
 *
 * <p>Immutable.
 *
 * @param values rising
 * @param most of each value
 */
record Coins(int amount, List<Integer> values, int most) implements Problem {
    private static final int FEWEST = 40;

    static Coins draw(Draw draw, Level level) {
        while (true) {
            List<Integer> values = draw.rising(level.of(4, 5, 6), 2, level.of(19, 24, 29));
            int most = draw.between(level.of(9, 9, 8), level.of(18, 15, 11));
            int all = most * values.stream().mapToInt(Integer::intValue).sum();
            Coins drawn = new Coins(all * draw.between(30, 55) / 100, values, most);
            if (drawn.ways(0, drawn.amount) >= FEWEST) {
                return drawn;
            }
        }
    }

    /** Tries every number of coins of each value but the last, which must make up the rest. */
    @Override
    public String answer() {
        return "" + ways(0, amount);
    }

    private long ways(int kind, int left) {
        int value = values.get(kind);
        if (kind == values.size() - 1) {
            return left % value == 0 && left / value <= most ? 1 : 0;
        }
        long ways = 0;
        for (int count = 0; count <= most && count * value <= left; count++) {
            ways += ways(kind + 1, left - count * value);
        }
        return ways;
    }

    @Override
    public List<String> questions() {
        return new Wordings()
                .with("amount", amount)
                .with("values", Wordings.list(values))
                .with("kinds", values.size())
                .with("most", most)
                .say(
                        """
                        In a country there are coins of {values} marks. In how many different ways
                        can exactly {amount} marks be paid if at most {most} coins of each value are
                        used? The order of the coins does not matter, and a value may be left out.
                        """,
                        """
                        A crate must weigh exactly {amount} kg. It is filled with weights of {kinds}
                        sorts, of {values} kg a piece, and {most} pieces of each sort are at hand;
                        a sort may be left out. Pieces of one sort are alike, and only the number of
                        pieces of each sort counts. How many fillings are possible?
                        """,
                        """
                        A score of {amount} points was made up of single plays worth {values}
                        points. Of no kind of play were there more than {most}, and some kinds may
                        not have happened at all. How many combinations of numbers of plays of each
                        kind give this score, whatever the order of the plays was?
                        """,
                        """
                        Boards come in {kinds} lengths: {values} cm. They are laid end to end to
                        cover exactly {amount} cm, with none to {most} boards of each length. Two
                        choices are different if they differ in the number of boards of some length;
                        the order in which they are laid is of no importance. How many choices are
                        there?
                        """);
    }
}
