package dev.handaxe.spark;

import org.apache.spark.Partitioner;

/**
 * Deals samples out by their numbers: the same to the same part at every attempt, and neighbours,
 * which are often of one task and alike in what they take, to different parts.
 *
 * <p>Immutable.
 */
final class Spread extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int parts;

    Spread(int parts) {
        this.parts = parts;
    }

    @Override
    public int numPartitions() {
        return parts;
    }

    @Override
    public int getPartition(Object key) {
        return (int) Math.floorMod((Long) key, (long) parts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spread that && parts == that.parts;
    }

    @Override
    public int hashCode() {
        return parts;
    }
}
