package dev.handaxe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of a policy that grant something, and what is told when they are wrong. */
class PolicyGrantsTest {

    @Test
    void everyKeyIsRead() {
        ExecutionPolicy policy =
                ExecutionPolicy.parse(
                        "all",
                        """
                        {"modules": {"allow": ["math", "json"]}, "packages": ["sympy", "mpmath"],
                         "inputs": {"data/a.csv": "/srv/a.csv"}, "folder": true, "host_functions": ["look_up"],
                         "isolation": "session", "confinement": "required",
                         "deterministic": {"seed": 7, "clock": "2020-01-02T03:04:05Z"}, "trace": "lines"}
                        """);
        assertThat(policy)
                .isEqualTo(
                        ExecutionPolicy.builder("all", ExecutionPolicy.untrusted().limits())
                                .grants(
                                        new Grants(
                                                new ModuleRule.Only(Set.of("json", "math")),
                                                List.of("mpmath", "sympy"),
                                                Map.of("data/a.csv", Path.of("/srv/a.csv")),
                                                true,
                                                List.of("look_up")))
                                .isolation(Isolation.SESSION)
                                .confinement(Confinement.REQUIRED)
                                .determinism(
                                        Optional.of(
                                                new Determinism(
                                                        7, Instant.parse("2020-01-02T03:04:05Z"))))
                                .trace(TraceMode.LINES)
                                .build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'modules': []} | /modules: must be {\"allow\": [names]} or {\"deny\": [names]}",
                "{'modules': {'allow': [], 'deny': []}} | /modules: must be",
                "{'modules': {'alow': []}} | /modules: must be",
                "{'modules': {'allow': 'math'}} | /modules/allow: must be an array of names of top-level modules",
                "{'modules': {'allow': ['math', 'os.path']}} | /modules/allow/1: must be one of names of top-level modules",
                "{'modules': {'deny': [1]}} | /modules/deny/0: must be",
                "{'packages': 'sympy'} | /packages: must be an array of names of packages",
                "{'packages': ['../x']} | /packages/0: must be one of names of packages such as sympy",
                "{'inputs': []} | /inputs: must be an object of places in the guest's folder and host files",
                "{'inputs': {'../a': 'a'}} | /inputs/..~1a: the place must be a relative path such as data/table.csv",
                "{'inputs': {'/a': 'a'}} | /inputs/~1a: the place must be",
                "{'inputs': {'a': ''}} | /inputs/a: must be the path of a file of the host",
                "{'inputs': {'a': 1}} | /inputs/a: must be the path of a file of the host",
                "{'folder': 'yes'} | /folder: must be true or false",
                "{'host_functions': {}} | /host_functions: must be an array of names of functions",
                "{'host_functions': ['f', 'a b']} | /host_functions/1: must be one of names of functions",
                "{'isolation': 'thread'} | /isolation: must be one of context, restored, process, session",
                "{'confinement': true} | /confinement: must be one of required, preferred",
                "{'deterministic': true} | /deterministic: must be false, or an object such as",
                "{'deterministic': {'sed': 1}} | /deterministic/sed: unknown key; known are seed, clock",
                "{'deterministic': {'seed': 1.5}} | /deterministic/seed: must be a whole number of 64 bits",
                "{'deterministic': {'clock': 'noon'}} | /deterministic/clock: must be a time in UTC",
                "{'deterministic': {'clock': '1969-12-31T00:00:00Z'}} | /deterministic/clock: must be a time in UTC",
                "{'trace': 'all'} | /trace: must be one of off, calls, lines",
            },
            quoteCharacter = '`')
    void aMistakeIsToldWithItsPlaceAndWhatIsAllowed(String json, String told) {
        PolicyException refused =
                catchThrowableOfType(
                        PolicyException.class,
                        () -> ExecutionPolicy.parse("mine", json.replace('\'', '"')));
        assertThat(refused.problems())
                .singleElement()
                .asString()
                .startsWith("mine: ")
                .contains(told);
    }
}
