package dev.handaxe.spark;

import dev.handaxe.benchmarks.EvaluationEngine;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.protocol.ProtocolException;
import dev.handaxe.runtime.protocol.RemoteCall;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.api.java.JavaRDD;
import scala.Function1;
import scala.Function2;
import scala.concurrent.ExecutionContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * Single calls on a cluster: those that wait at the same time go out as one job with a task for
 * each, and each caller has its outcome as soon as its own task has ended. A call whose executor
 * dies is made again elsewhere.
 *
 * <p>Thread-safe.
 */
final class ClusterCalls implements EvaluationEngine.Calls {
    private static final int MAX_BATCH = 1024;

    private final Cluster cluster;
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
    private final Thread sender;
    private volatile boolean closed;

    /** A call, and who waits for its outcome. */
    private record Waiting(RemoteCall call, CompletableFuture<byte[]> outcome) {}

    ClusterCalls(Cluster cluster) {
        this.cluster = cluster;
        sender = Thread.ofPlatform().daemon().name("handaxe-cluster-calls").start(this::send);
    }

    @Override
    public Outcome call(FunctionSet functions, Invocation invocation, ExecutionPolicy policy) {
        Waiting call =
                new Waiting(
                        new RemoteCall(functions, invocation, policy), new CompletableFuture<>());
        waiting.add(call);
        if (closed) {
            call.outcome().completeExceptionally(closed());
        }
        try {
            return RemoteCall.decodeOutcome(call.outcome().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandaxeException(Code.INTERRUPTED, "the call was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? Faults.of(cause) : Faults.of(e);
        } catch (ProtocolException e) {
            throw new HandaxeException(Code.IO, "an executor told no outcome", e);
        }
    }

    private static HandaxeException closed() {
        return new HandaxeException(Code.CLOSED, "the cluster's calls are closed");
    }

    private void send() {
        List<Waiting> batch = new ArrayList<>();
        try {
            while (!closed) {
                batch.add(waiting.take());
                waiting.drainTo(batch, MAX_BATCH - 1);
                submit(List.copyOf(batch));
                batch.clear();
            }
        } catch (InterruptedException e) {
            fail(batch, closed());
        }
    }

    private void submit(List<Waiting> batch) {
        try {
            List<byte[]> calls = batch.stream().map(each -> each.call().encode()).toList();
            JavaRDD<byte[]> tasks = cluster.context().parallelize(calls, calls.size());
            List<Object> parts = new ArrayList<>();
            for (int part = 0; part < calls.size(); part++) {
                parts.add(part);
            }
            Function1<Iterator<byte[]>, byte[]> inJava =
                    (Function1<Iterator<byte[]>, byte[]> & Serializable) ClusterCalls::onExecutor;
            Function1<scala.collection.Iterator<byte[]>, byte[]> work =
                    (Function1<scala.collection.Iterator<byte[]>, byte[]> & Serializable)
                            each -> inJava.apply(CollectionConverters.asJava(each));
            Function2<Object, byte[], BoxedUnit> told =
                    (part, outcome) -> {
                        batch.get((Integer) part).outcome().complete(outcome);
                        return BoxedUnit.UNIT;
                    };
            cluster.session()
                    .sparkContext()
                    .submitJob(
                            tasks.rdd(),
                            work,
                            CollectionConverters.asScala(parts).toSeq(),
                            told,
                            () -> BoxedUnit.UNIT)
                    .onComplete(
                            end -> {
                                if (end.isFailure()) {
                                    fail(batch, end.failed().get());
                                }
                                return BoxedUnit.UNIT;
                            },
                            ExecutionContext.global());
        } catch (RuntimeException e) {
            fail(batch, e);
        }
    }

    private static void fail(List<Waiting> batch, Throwable why) {
        batch.forEach(call -> call.outcome().completeExceptionally(why));
    }

    private static byte[] onExecutor(Iterator<byte[]> calls) {
        ExecutorSandbox here = SandboxPlugin.here();
        try {
            RemoteCall call = RemoteCall.decode(calls.next());
            Sandbox sandbox = here.sandbox(call.policy());
            Outcome outcome = sandbox.call(call.functions(), call.invocation(), call.policy());
            if (outcome instanceof Outcome.Lost) {
                // A machine that is out of memory or going down kills workers for no fault of the
                // guest.
                outcome = sandbox.call(call.functions(), call.invocation(), call.policy());
            }
            if (here.isClosing()) {
                throw new IllegalStateException("the executor is shutting down");
            }
            return RemoteCall.encode(outcome);
        } catch (HandaxeException e) {
            throw Faults.carrying(e);
        } catch (ProtocolException e) {
            throw new IllegalStateException("the driver sent no call", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        sender.interrupt();
        List<Waiting> left = new ArrayList<>();
        waiting.drainTo(left);
        fail(left, closed());
        cluster.close();
    }
}
