package dev.handaxe.spark;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of what is written. No state. */
final class Columns {
    /**
     * A sample before it has been judged: its number from 1, its task's position, its completion as
     * JSON in ASCII (null: the reference solution), and what is wrong with its record.
     */
    static final StructType SAMPLES =
            new StructType()
                    .add("sample", DataTypes.LongType)
                    .add("task", DataTypes.IntegerType)
                    .add("completion", DataTypes.StringType)
                    .add("problem", DataTypes.StringType);

    /** Which slice a sample is in; the folder says it. */
    static final String SLICE = "slice";

    /** A verdict; {@code line} is that of a file of results. */
    static final StructType VERDICTS =
            new StructType()
                    .add("sample", DataTypes.LongType)
                    .add("task", DataTypes.IntegerType)
                    .add("task_id", DataTypes.StringType)
                    .add("kind", DataTypes.StringType)
                    .add("passed", DataTypes.BooleanType)
                    .add("reason", DataTypes.StringType)
                    .add("skipped", DataTypes.BooleanType)
                    .add("together", DataTypes.BooleanType)
                    .add("line", DataTypes.StringType);

    private Columns() {}
}
