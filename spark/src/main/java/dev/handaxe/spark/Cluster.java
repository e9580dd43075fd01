package dev.handaxe.spark;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The connection to a cluster, with what Handaxe needs of it set. Settings that {@code
 * spark-submit} or its files name are kept.
 *
 * <p>Thread-safe. Whoever opens it closes it, and with it the application.
 */
final class Cluster implements AutoCloseable {
    private static final String PLUGINS = "spark.plugins";

    /** What suits work that is long, uneven and done outside the executors' own heap. */
    private static final Map<String, String> USUAL = usual();

    private final SparkSession session;

    private Cluster(SparkSession session) {
        this.session = session;
    }

    private static Map<String, String> usual() {
        Map<String, String> usual = new LinkedHashMap<>();
        // A machine that is slow or stuck does not hold the rest: its work is begun elsewhere, too.
        usual.put("spark.speculation", "true");
        usual.put("spark.speculation.multiplier", "4");
        usual.put("spark.speculation.quantile", "0.9");
        usual.put("spark.speculation.minTaskRuntime", "15s");
        // Samples are small beside the work on them, wherever they lie.
        usual.put("spark.locality.wait", "0s");
        usual.put("spark.ui.showConsoleProgress", "false");
        usual.put("spark.ui.enabled", "false");
        usual.put("spark.sql.session.timeZone", "UTC");
        usual.put("spark.task.maxFailures", "8");
        return usual;
    }

    /**
     * Connects.
     *
     * @param master empty: what spark-submit says
     * @param workers how many calls each executor makes at once; 0: as many as it has cores
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is no master, with {@link
     *     Code#IO} if it does not answer
     */
    static Cluster open(String name, Optional<String> master, int workers) {
        SparkConf conf = new SparkConf().setAppName(name);
        master.ifPresent(conf::setMaster);
        if (!conf.contains("spark.master")) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "the engine spark needs a master: --master spark://HOST:7077, or 'local[N]' to"
                            + " try it here");
        }
        USUAL.forEach(conf::setIfMissing);
        conf.setIfMissing(ExecutorSandbox.WORKERS, Integer.toString(workers));
        String plugin = SandboxPlugin.class.getName();
        String plugins = conf.get(PLUGINS, "");
        if (!plugins.contains(plugin)) {
            conf.set(PLUGINS, plugins.isEmpty() ? plugin : plugins + "," + plugin);
        }
        try {
            SparkSession session = SparkSession.builder().config(conf).getOrCreate();
            session.sparkContext().setLogLevel("ERROR");
            return new Cluster(session);
        } catch (Exception e) { // Spark throws checked ones that it does not declare
            throw Faults.of(e);
        }
    }

    SparkSession session() {
        return session;
    }

    JavaSparkContext context() {
        return JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    /** How many tasks run at once, as far as is known once the first executor is there. */
    int slots() {
        context().parallelize(List.of(0), 1).count();
        return Math.max(1, session.sparkContext().defaultParallelism());
    }

    @Override
    public void close() {
        session.stop();
    }
}
