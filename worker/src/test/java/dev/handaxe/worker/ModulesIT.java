package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.ModuleRule;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Capability;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which modules guest code may import, in real workers. */
class ModulesIT {
    private static final ExecutionPolicy ONLY =
            policy(
                    new ModuleRule.Only(
                            Set.of("json", "statistics", "importlib", "datetime", "time")));
    private static final ExecutionPolicy EXCEPT =
            policy(new ModuleRule.Except(Set.of("os", "socket", "email")));

    @RegisterExtension static final OpenSandbox SANDBOX = new OpenSandbox(ONLY);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import math | math",
                "import os.path | os",
                "import os.path as p | os",
                "from sys import path | sys",
                "from collections import abc | collections",
                "import json, re | re",
                "__import__('os') | os",
                "import importlib; importlib.import_module('os.path') | os",
                "import importlib; importlib.import_module('decimal') | decimal",
                "import importlib; importlib.__import__('os') | os",
                "exec('import math') | math",
                "(lambda: __import__('math', globals()))() | math",
                "class C:\\n  import math | math",
                "def f():\\n  import math\\nf() | math",
                "import no_such_module | no_such_module",
            })
    void anUncaughtImportOfAnotherModuleIsDenied(String source, String module) {
        assertDenied(SANDBOX.run(source.replace("\\n", "\n"), ONLY), module);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import os | os",
                "import socket | socket",
                "from email.message import Message | email",
                "import email.utils | email"
            })
    void anExceptedModuleIsDenied(String source, String module) {
        assertDenied(SANDBOX.run(source, EXCEPT), module);
    }

    @Test
    void allowedModulesImportWhatTheyNeed() {
        assertThat(
                        SANDBOX.run(
                                        """
                                        import json, statistics, importlib, datetime, time
                                        import json.decoder
                                        from json import loads
                                        importlib.import_module('json.encoder')
                                        print(json.dumps([1]), statistics.mean([1, 3]), loads('2'))
                                        print(datetime.datetime.strptime('2020', '%Y').year, time.strptime('2021', '%Y')[0])
                                        """,
                                        ONLY)
                                .report()
                                .stdout())
                .isEqualTo("[1] 2 2\n2020 2021\n");
        assertThat(
                        SANDBOX.run(
                                        "import tempfile, shutil, sys, math\nprint(math.pi > 3)",
                                        EXCEPT)
                                .report()
                                .stdout())
                .isEqualTo("True\n");
    }

    @Test
    void functionsObeyTheRuleToo() {
        Outcome outcome =
                SANDBOX.call("f", "def f():\n    import math\n    return math.pi\n", ONLY);
        assertDenied(outcome, "math");
        assertThat(
                        SANDBOX.call("f", "import json\ndef f(): return json.loads('1')\n", ONLY)
                                .returnedValue())
                .isPresent();
    }

    @Test
    void aCaughtDenialIsTheGuestsBusiness() {
        Outcome outcome =
                SANDBOX.run("try:\n  import math\nexcept ImportError as e:\n  print(e.name)", ONLY);
        assertThat(outcome.report().stdout()).isEqualTo("math\n");
        assertThat(outcome).isInstanceOf(Outcome.Returned.class);
    }

    /** The rule is advice against a hostile guest; what code may do hangs on nothing of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "import json\nos = json.codecs.builtins.__import__('os', {'__spec__': json.__spec__})",
                "import json\nos = json.codecs.sys.modules['posix']",
                "import statistics\nos = statistics.sys.modules['os']",
            })
    void aWayAroundTheRuleYieldsNoCapability(String bypass) {
        for (String use :
                new String[] {
                    "os.listdir('/')",
                    "os.open('/etc/passwd', 0)",
                    "os.system('id')",
                    "os.mkdir('/work/a')"
                }) {
            Outcome outcome = SANDBOX.run(bypass + "\n" + use, ONLY);
            assertThat(outcome).as(bypass + " " + use).isInstanceOf(Outcome.Denied.class);
            assertThat(((Outcome.Denied) outcome).capability())
                    .isIn(Capability.FILE, Capability.PROCESS);
        }
    }

    private static void assertDenied(Outcome outcome, String module) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> {
                            assertThat(denied.capability()).isEqualTo(Capability.MODULE);
                            assertThat(denied.name()).isEqualTo(module);
                        });
    }

    /** With more time than imports take on a slow host. */
    private static ExecutionPolicy policy(ModuleRule rule) {
        return ExecutionPolicy.evaluation()
                .with(LimitName.CPU_MS, 60_000)
                .with(LimitName.WALL_MS, 90_000)
                .with(Grants.none().withModules(rule));
    }
}
