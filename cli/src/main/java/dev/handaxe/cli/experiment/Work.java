package dev.handaxe.cli.experiment;

import java.util.Objects;

/**
 * A run of the experiment; each has a folder of its own.
 *
 * <p>Immutable.
 */
public sealed interface Work {
    /** A name that no other has, and that is one of a folder. */
    String name();

    /** In words. */
    String words();

    /** The cell that it belongs to. */
    Cell cell();

    /** A training, with the test of the first set and of the last. */
    record Training(Cell cell) implements Work {
        /** Rejects nulls. */
        public Training {
            Objects.requireNonNull(cell);
        }

        @Override
        public String name() {
            return cell.name();
        }

        @Override
        public String words() {
            return cell.words();
        }
    }

    /** The set that a cell kept, tested on another subject's test tasks. */
    record Transfer(Cell cell, String subject) implements Work {
        /** Rejects nulls. */
        public Transfer {
            Objects.requireNonNull(cell);
            Objects.requireNonNull(subject);
        }

        @Override
        public String name() {
            return cell.name() + ".on." + subject;
        }

        @Override
        public String words() {
            return "the set of %s on %s".formatted(cell.words(), subject);
        }

        /** Whose test tasks they are. */
        public Cell target() {
            return cell.of(subject);
        }
    }

    /**
     * A set that a cell kept on its way, tested after the training is over.
     *
     * @param epoch that made it
     */
    record CurvePoint(Cell cell, int epoch) implements Work {
        /** Rejects nulls. */
        public CurvePoint {
            Objects.requireNonNull(cell);
        }

        @Override
        public String name() {
            return cell.name() + ".epoch." + epoch;
        }

        @Override
        public String words() {
            return "epoch %d of %s".formatted(epoch, cell.words());
        }
    }
}
