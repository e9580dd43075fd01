package dev.handaxe.spark;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Gives each executor the one sandbox that all its tasks use: made for the first of them, closed
 * with the executor, also when that fails. Spark makes it by name, from {@code spark.plugins}.
 *
 * <p>Thread-safe.
 */
public final class SandboxPlugin implements SparkPlugin {
    private static volatile @Nullable ExecutorSandbox here;

    /** For Spark. */
    public SandboxPlugin() {}

    /** That of this executor. */
    static ExecutorSandbox here() {
        ExecutorSandbox sandbox = here;
        if (sandbox == null) {
            throw new IllegalStateException(
                    "spark.plugins lacks " + SandboxPlugin.class.getName() + " on this executor");
        }
        return sandbox;
    }

    @Override
    public @Nullable DriverPlugin driverPlugin() {
        return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new OfExecutor();
    }

    private static final class OfExecutor implements ExecutorPlugin {
        @Override
        public void init(PluginContext context, Map<String, String> extra) {
            here = ExecutorSandbox.of(context.conf());
        }

        @Override
        public void shutdown() {
            ExecutorSandbox sandbox = here;
            if (sandbox != null) {
                sandbox.close();
            }
        }
    }
}
