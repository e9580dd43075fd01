package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A function of the embedding program that guest code may call, if its policy names it. The guest
 * sees an ordinary Python function; only neutral values pass, in both directions.
 *
 * <pre>{@code
 * HostFunction price =
 *         HostFunction.builder("price", call -> prices.get(call.named().get("item")))
 *                 .parameters(ParameterSchema.parse("{\"item\": {\"type\": \"string\"}}"))
 *                 .budget(new HostFunction.Budget(10, Duration.ofSeconds(1), 1 << 20))
 *                 .build();
 * SandboxOptions options = SandboxOptions.defaults().withHostFunctions(List.of(price));
 * }</pre>
 *
 * <p>Immutable; the body is called from threads of the sandbox, several at once.
 */
public final class HostFunction {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    private final String name;
    private final String description;
    private final ParameterSchema parameters;
    private final Budget budget;
    private final Body body;

    private HostFunction(Builder builder) {
        name = builder.name;
        description = builder.description;
        parameters = builder.parameters;
        budget = builder.budget;
        body = builder.body;
    }

    /**
     * Starts a host function.
     *
     * @param name a Python identifier of ASCII letters, digits and underscores, not beginning with
     *     an underscore
     * @param body what it does
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it cannot have that name
     */
    public static Builder builder(String name, Body body) {
        return new Builder(name, body);
    }

    /** What the guest calls it, and policies. */
    public String name() {
        return name;
    }

    /** What it does, for people and models. */
    public String description() {
        return description;
    }

    /** What it takes; checked before the body is called. */
    public ParameterSchema parameters() {
        return parameters;
    }

    /** What one call of guest code may use of it. */
    public Budget budget() {
        return budget;
    }

    /** What it does. */
    public Body body() {
        return body;
    }

    /** What a host function does. */
    @FunctionalInterface
    public interface Body {
        /**
         * Answers one call. Its thread is interrupted when the guest's call ends or the budget's
         * time is over; what it answers after that is dropped.
         *
         * @throws HostFunctionException with what the guest may know of a failure
         * @throws Exception which the guest knows only as "host function failed"
         */
        PythonValue answer(Call call) throws Exception;
    }

    /**
     * One call by guest code. The values come from code that is not trusted.
     *
     * @param tenant whose code calls
     * @param invocationId of the guest's call, as in its report
     * @param positional arguments by position; empty when the function's parameters are known, as
     *     each argument then has its name
     * @param named arguments by name, in the order of the parameters or of the call
     */
    public record Call(
            String tenant,
            String invocationId,
            List<PythonValue> positional,
            Map<String, PythonValue> named) {
        /** Copies. */
        public Call {
            Objects.requireNonNull(tenant);
            Objects.requireNonNull(invocationId);
            positional = List.copyOf(positional);
            named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        }
    }

    /**
     * What one call of guest code may use of one host function. Beyond it the guest gets a {@code
     * PermissionError}; one that it does not catch ends its call as {@link Outcome.Denied}.
     *
     * @param calls how often it may be called
     * @param time that its body may take in all
     * @param bytes of encoded arguments and results in all, at most 256 MiB
     */
    public record Budget(int calls, Duration time, long bytes) {
        /** 100 calls, 10 seconds, 1 MiB. */
        public static final Budget DEFAULT = new Budget(100, Duration.ofSeconds(10), 1 << 20);

        private static final long MAX_BYTES = 256L << 20;

        /**
         * Checks that there is some of each.
         *
         * @throws HandaxeException with {@link Code#INVALID_INPUT} if not
         */
        public Budget {
            if (calls < 1 || bytes < 1 || bytes > MAX_BYTES || !time.isPositive()) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "a budget of "
                                + calls
                                + " calls, "
                                + time
                                + " and "
                                + bytes
                                + " bytes: each must be more than zero, and bytes at most "
                                + MAX_BYTES);
            }
        }
    }

    /** Puts a host function together. Confined to one thread. */
    public static final class Builder {
        private final String name;
        private final Body body;
        private String description = "";
        private ParameterSchema parameters = ParameterSchema.any();
        private Budget budget = Budget.DEFAULT;

        private Builder(String name, Body body) {
            if (!NAME.matcher(name).matches() || !PythonNames.isIdentifier(name)) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "'"
                                + GuestText.line(name, 80)
                                + "' is no name for a host function: 1 to 64 letters, digits and"
                                + " underscores, a letter first, no keyword of Python");
            }
            this.name = name;
            this.body = Objects.requireNonNull(body);
        }

        /** What it does; none, unless set. */
        public Builder description(String text) {
            description = Objects.requireNonNull(text);
            return this;
        }

        /** What it takes; anything, unless set. */
        public Builder parameters(ParameterSchema schema) {
            parameters = Objects.requireNonNull(schema);
            return this;
        }

        /** What one call of guest code may use of it; {@link Budget#DEFAULT}, unless set. */
        public Builder budget(Budget each) {
            budget = Objects.requireNonNull(each);
            return this;
        }

        /** The host function. */
        public HostFunction build() {
            return new HostFunction(this);
        }
    }
}
