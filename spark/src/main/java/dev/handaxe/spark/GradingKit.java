package dev.handaxe.spark;

import dev.handaxe.benchmarks.EvaluationOptions;
import dev.handaxe.benchmarks.EvaluationTasks;
import dev.handaxe.benchmarks.Grading;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.PolicyDocument;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that an executor needs to judge samples: broadcast once, never sent with a sample.
 *
 * <p>Thread-safe.
 */
final class GradingKit implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id = UUID.randomUUID().toString();
    private final String dataSet;
    private final String fileName;
    private final byte[] data;
    private final String policyName;
    private final String policy;
    private final Grading grading;

    /** One for all tasks of an executor, which share a broadcast value. */
    private transient @Nullable EvaluationTasks tasks;

    private GradingKit(EvaluationOptions options, String fileName, byte[] data) {
        dataSet = options.dataSet();
        this.fileName = fileName;
        this.data = data;
        policyName = options.policy().name();
        policy = PolicyDocument.json(options.policy());
        grading = options.grading();
    }

    /** Reads the data set's file on the driver. */
    static GradingKit of(EvaluationOptions options) {
        Path file = EvaluationTasks.file(options.dataSet(), options.data());
        try {
            return new GradingKit(
                    options, String.valueOf(file.getFileName()), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Tells kits of one JVM apart. */
    String id() {
        return id;
    }

    Grading grading() {
        return grading;
    }

    ExecutionPolicy policy() {
        return ExecutionPolicy.parse(policyName, policy);
    }

    /** The policy as its file would say it. */
    String policyText() {
        return policy;
    }

    /** SHA-256 of the data set's file. */
    String dataDigest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The tasks, read from a file again: what complaints there are, the driver has made. */
    synchronized EvaluationTasks tasks() {
        EvaluationTasks known = tasks;
        if (known == null) {
            known = load();
            tasks = known;
        }
        return known;
    }

    private EvaluationTasks load() {
        try {
            Path folder = Files.createTempDirectory("handaxe-data-");
            Path file = folder.resolve(fileName);
            try {
                Files.write(file, data);
                return EvaluationTasks.load(dataSet, file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.IO, "the data set cannot be written here: " + e.getMessage(), e);
        }
    }
}
