package dev.handaxe.benchmarks.domains;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Every so-manieth leaves a circle: who is the so-manieth to leave?
 *
 * <p>Immutable.
 *
 * @param people numbered from 1; counting begins with 1
 * @param step who is counted so leaves
 * @param leaver which leaving is asked for
 */
record Circle(int people, int step, int leaver) implements Problem {

    static Circle draw(Draw draw, Level level) {
        int people = draw.between(level.of(150, 350, 650), level.of(300, 600, 999));
        int step = draw.between(level.of(12, 40, 100), level.of(40, 99, 180));
        return new Circle(people, step, people * draw.between(40, 90) / 100);
    }

    /** Plays it with a queue. */
    @Override
    public String answer() {
        Deque<Integer> circle = new ArrayDeque<>();
        for (int person = 1; person <= people; person++) {
            circle.add(person);
        }
        for (int gone = 1; ; gone++) {
            for (int passed = 1; passed < step; passed++) {
                circle.add(circle.remove());
            }
            int person = circle.remove();
            if (gone == leaver) {
                return "" + person;
            }
        }
    }

    @Override
    public List<String> questions() {
        return new Wordings()
                .with("n", people)
                .with("k", step)
                .with("before", step - 1)
                .with("j", Wordings.ordinal(leaver))
                .say(
                        """
                        The people numbered 1 to {n} stand in a circle in this order, {n} being
                        next to 1. Counting starts with person 1 as one and goes on upwards, person
                        by person, round the circle over those still in it. Whoever is counted {k}
                        leaves, and the count starts again at one with the next person still in the
                        circle. What is the number of the person who is the {j} to leave?
                        """,
                        """
                        The children numbered 1 to {n} sit in a ring in this order, child 1
                        following child {n}. A rhyme of {k} words is said, one word per child,
                        beginning with child 1 and passing on in the direction of rising numbers
                        over the children still in the ring. The child who gets the last word goes
                        out; the rhyme is then said again, beginning with the next child still in
                        the ring, and so on. Which number has the child who is the {j} to go out?
                        """,
                        """
                        A queue has {n} customers, numbered 1 to {n} from front to back. The one at
                        the front goes to the back of the queue; this is done {before} times in
                        all, and then the one who is now at the front leaves for good. All of this
                        is repeated again and again with the customers still in the queue. What is
                        the number of the customer who is the {j} to leave for good?
                        """,
                        """
                        On a ring there are {n} lamps, all lit, numbered 1 to {n} in order, so that
                        lamp 1 follows lamp {n}. Beginning with lamp 1 as the first, one counts off
                        the lit lamps along the ring and puts out the lamp with count {k}; then
                        counting begins anew, the next lit lamp being the first, again up to {k},
                        and so on round and round. Which number has the lamp that is put out as the
                        {j}?
                        """,
                        """
                        A deck of {n} cards, numbered 1 to {n} from top to bottom, is held in the
                        hand. Again and again {before} cards are moved, one by one, from the top of
                        the deck to its bottom, and then the card now on top is thrown away. Which
                        number is on the {j} card that is thrown away?
                        """);
    }
}
