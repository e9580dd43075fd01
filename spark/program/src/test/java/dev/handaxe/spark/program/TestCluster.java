package dev.handaxe.spark.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A standalone cluster of Spark on loopback: a master and workers, each a process of its own. */
final class TestCluster implements AutoCloseable {
    static final Path PROGRAM = Path.of(System.getProperty("handaxe.spark.program"));
    private static final Path ROOT = Path.of(System.getProperty("handaxe.root"));
    private static final Path SPARK_HOME =
            Path.of(System.getProperty("handaxe.spark.home")).toAbsolutePath().normalize();
    private static final String FLAGS = System.getProperty("handaxe.spark.flags");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin/java").toString();
    private static final long PATIENCE_MINUTES = 10;

    /** Among the variables of every driver, as a provider's key would be. */
    static final String SECRET = "never-tell";

    private static final String KEY = "OPENAI_API_KEY";

    private final Path folder;
    private final String master;
    private final String page;
    private final List<Process> workers = new ArrayList<>();
    private final Process masterProcess;

    private TestCluster(Path folder, int port, int pagePort) throws IOException {
        this.folder = folder;
        master = "spark://127.0.0.1:" + port;
        page = "http://127.0.0.1:" + pagePort + "/json/";
        masterProcess =
                start(
                        "master",
                        List.of(
                                "org.apache.spark.deploy.master.Master",
                                "--host",
                                "127.0.0.1",
                                "--port",
                                "" + port,
                                "--webui-port",
                                "" + pagePort));
    }

    /** Starts one with so many workers of one core each. */
    static TestCluster start(Path folder, int workers) throws IOException {
        Files.createDirectories(folder);
        TestCluster cluster = new TestCluster(folder, freePort(), freePort());
        for (int i = 0; i < workers; i++) {
            cluster.addWorker();
        }
        cluster.awaitWorkers(workers);
        return cluster;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    void addWorker() throws IOException {
        String name = "worker-" + workers.size();
        workers.add(
                start(
                        name,
                        List.of(
                                "org.apache.spark.deploy.worker.Worker",
                                "--host",
                                "127.0.0.1",
                                "--webui-port",
                                "0",
                                "--cores",
                                "1",
                                "--memory",
                                "2g",
                                "--work-dir",
                                folder.resolve(name).toString(),
                                master)));
    }

    private Process start(String name, List<String> program) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx512m"));
        command.addAll(List.of(FLAGS.split(" ")));
        command.addAll(List.of("-cp", SPARK_HOME + "/jars/*"));
        command.addAll(program);
        return launch(name, command, false);
    }

    private Process launch(String name, List<String> command, boolean key) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("SPARK_HOME", SPARK_HOME.toString());
        environment.put("SPARK_SCALA_VERSION", "2.13"); // a distribution's layout would tell
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        environment.put("SPARK_LOCAL_DIRS", folder.resolve("local").toString());
        if (key) {
            environment.put(KEY, SECRET);
        }
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectOutput(folder.resolve(name + ".out").toFile());
        builder.redirectError(folder.resolve(name + ".err").toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private void awaitWorkers(int count) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(page)).build();
        awaitThat(
                () -> {
                    try {
                        String said =
                                client.send(request, HttpResponse.BodyHandlers.ofString()).body();
                        return said.contains("\"aliveworkers\" : " + count);
                    } catch (IOException e) {
                        return false; // not up yet
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                "the workers did not come up: see " + folder);
        client.close();
    }

    /** The worker process, and the executors that it has started. */
    List<ProcessHandle> jvmsOfWorker(int index) {
        ProcessHandle worker = workers.get(index).toHandle();
        return Stream.concat(Stream.of(worker), worker.children()).toList();
    }

    /** The processes that those JVMs have started, and theirs. */
    static List<ProcessHandle> below(List<ProcessHandle> jvms) {
        return jvms.stream()
                .flatMap(ProcessHandle::descendants)
                .filter(each -> !jvms.contains(each))
                .distinct()
                .toList();
    }

    /** The command under spark-submit. */
    Process submit(String name, List<String> settings, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx1g"));
        command.addAll(List.of(FLAGS.split(" ")));
        command.addAll(List.of("-cp", SPARK_HOME + "/jars/*"));
        command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", master));
        String home = "-Dhandaxe.worker.home=" + workerHome();
        for (String setting :
                Stream.concat(
                                settings.stream(),
                                Stream.of(
                                        "spark.driver.host=127.0.0.1",
                                        "spark.executor.cores=1",
                                        "spark.executor.memory=1g",
                                        "spark.driver.extraJavaOptions=" + home,
                                        "spark.executor.extraJavaOptions=" + home))
                        .toList()) {
            command.addAll(List.of("--conf", setting));
        }
        command.add(PROGRAM.toString());
        command.addAll(arguments);
        return launch(name, command, true);
    }

    static Path workerHome() {
        return ROOT.resolve("worker/target/worker-home").toAbsolutePath().normalize();
    }

    String out(String name) {
        return text(name + ".out");
    }

    String err(String name) {
        return text(name + ".err");
    }

    private String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static int exitOf(Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the process did not end");
        }
        return process.exitValue();
    }

    static void awaitThat(BooleanSupplier condition, String otherwise) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(otherwise);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() {
        List<Process> all = new ArrayList<>(workers);
        all.add(masterProcess);
        for (Process process : all) {
            List<ProcessHandle> below = process.descendants().toList();
            process.destroy();
            below.forEach(ProcessHandle::destroy);
        }
        for (Process process : all) {
            try {
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
            }
        }
    }
}
