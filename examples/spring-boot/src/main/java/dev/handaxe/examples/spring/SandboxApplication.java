package dev.handaxe.examples.spring;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A program of Spring Boot with the sandbox as a bean. */
@SpringBootApplication(proxyBeanMethods = false)
public class SandboxApplication {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxApplication.class);

    /** Runs it. */
    public static void main(String[] arguments) {
        SpringApplication.run(SandboxApplication.class, arguments);
    }

    /** One for the whole program; Spring closes it, and its workers end. */
    @Bean
    Sandbox sandbox() {
        return Sandbox.open(SandboxOptions.defaults().withWorkers(1));
    }

    /** What a model wrote, called as the program starts. */
    @Bean
    CommandLineRunner callHalf(Sandbox sandbox) {
        return _ -> {
            String source = "def half(n):\n    return n / 2\n";
            FunctionSet functions =
                    FunctionSet.of(List.of(FunctionDefinition.builder("half", source).build()));
            Invocation call = Invocation.call("half", PythonValue.of(7));
            Outcome outcome = sandbox.call(functions, call, ExecutionPolicy.untrusted());
            LOG.info(
                    "half(7) {}",
                    outcome instanceof Outcome.Returned(var v, _, _) ? v : outcome.kind());
        };
    }
}
