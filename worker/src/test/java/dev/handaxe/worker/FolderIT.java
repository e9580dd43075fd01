package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.Outcome.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guest's folder, its inputs and what it leaves, in real workers. */
class FolderIT {
    private static final ExecutionPolicy FOLDER =
            ExecutionPolicy.evaluation()
                    .with(Grants.none().withFolder())
                    .with(LimitName.FOLDER_BYTES, 100_000)
                    .with(LimitName.FOLDER_FILES, 20)
                    .with(LimitName.OPEN_FILES, 10);

    @RegisterExtension static final OpenSandbox SANDBOX = new OpenSandbox(FOLDER);

    @TempDir private Path host;

    @Test
    void filesAreWrittenReadMovedAndRemoved() {
        Outcome outcome =
                run(
                        """
                        import os, shutil, pathlib, tempfile
                        print(os.getcwd(), os.listdir('.'), sorted(os.listdir('/')))
                        pathlib.Path('a.txt').write_text('one')
                        with open('a.txt', 'a+') as f:
                            f.write(' two')
                            f.seek(0)
                            print(f.read())
                        os.makedirs('d/e')
                        os.makedirs('/work', exist_ok=True)
                        shutil.copy('a.txt', 'd/e/b.txt')
                        os.rename('d', 'g')
                        os.replace('g/e/b.txt', 'c.txt')
                        os.chdir('g')
                        print(os.getcwd(), os.listdir('.'), os.path.getsize('../c.txt'))
                        os.chdir('..')
                        shutil.rmtree('g')
                        with tempfile.TemporaryDirectory() as t:
                            pathlib.Path(t, 'x').write_bytes(b'123')
                            print(os.path.isdir(t), os.listdir(t))
                        with tempfile.TemporaryFile() as t:
                            t.write(b'gone')
                        os.remove('a.txt')
                        print(sorted(os.listdir('.')), os.stat('c.txt').st_size)
                        """);
        assertThat(outcome.report().stdout())
                .isEqualTo(
                        """
                        /work [] ['tmp', 'work']
                        one two
                        /work/g ['e'] 7
                        True ['x']
                        ['c.txt'] 7
                        """);
        assertThat(left(outcome)).containsExactly(Map.entry("c.txt", "one two"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "raise ValueError | raised",
                "import sys; sys.exit(0) | returned",
                "open('/etc/passwd') | denied",
                "import time; time.sleep(60) | limit_exceeded",
                "while True: pass | limit_exceeded",
                "print('x' * 2_000_000) | limit_exceeded",
            })
    void filesComeBackHoweverTheCallEnds(String end, String kind) {
        ExecutionPolicy shortly = FOLDER.with(LimitName.WALL_MS, 4000).with(LimitName.CPU_MS, 2000);
        Outcome outcome =
                SANDBOX.run("f = open('out.txt', 'w')\nf.write('never closed')\n" + end, shortly);
        assertThat(outcome.kind()).isEqualTo(kind);
        assertThat(left(outcome)).containsExactly(Map.entry("out.txt", "never closed"));
    }

    @Test
    void temporaryFilesAndInputsDoNotComeBack() throws IOException {
        Outcome outcome =
                SANDBOX.run(
                        "open('/tmp/t', 'w').write('t')\nopen('data/own.txt', 'w').write('o')",
                        withInputs());
        assertThat(left(outcome)).containsExactly(Map.entry("data/own.txt", "o"));
    }

    @Test
    void nothingIsLeftForTheNextCall() {
        run("open('mine', 'w').write('secret')");
        assertThat(run("import os; print(os.listdir('.'))").report().stdout()).isEqualTo("[]\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inputsAreReadOnly(boolean folder) throws IOException {
        Grants inputs = withInputs().grants();
        ExecutionPolicy policy =
                FOLDER.with(folder ? inputs : Grants.none().withInputs(inputs.inputs()));
        Outcome read =
                SANDBOX.run(
                        "import os\nprint(open('data/a.csv').read(), os.listdir('/work/data'))",
                        policy);
        assertThat(read.report().stdout()).isEqualTo("1,2 ['a.csv']\n");
        for (String change :
                new String[] {
                    "open('data/a.csv', 'w')",
                    "open('data/a.csv', 'r+')",
                    "import os; os.remove('data/a.csv')",
                    "import os; os.rename('data', 'other')",
                    "import os; os.rename('data/a.csv', 'other')",
                    "import os; os.truncate('data/a.csv', 0)",
                    "import os; os.chmod('data/a.csv', 0o777)"
                }) {
            assertThat(SANDBOX.run(change, policy))
                    .as(change)
                    .isInstanceOfSatisfying(
                            Outcome.Denied.class,
                            denied -> assertThat(denied.capability()).isEqualTo(Capability.FILE));
        }
        assertThat(Files.readString(host.resolve("a.csv"))).isEqualTo("1,2");
    }

    @Test
    void inputsWithoutAFolderLeaveNowhereToWrite() throws IOException {
        ExecutionPolicy policy =
                FOLDER.with(Grants.none().withInputs(withInputs().grants().inputs()));
        assertThat(SANDBOX.run("open('new', 'w')", policy)).isInstanceOf(Outcome.Denied.class);
        assertThat(SANDBOX.run("open('/tmp/new', 'w')", policy)).isInstanceOf(Outcome.Denied.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "/work/../etc/passwd",
                "../proc/self/environ",
                "/proc/self/mem",
                "/dev/tcp",
                "/tmp/../etc/hostname",
                "/workbench",
                "//etc/passwd"
            })
    void otherPlacesAreDenied(String path) {
        for (String mode : new String[] {"r", "w", "a+"}) {
            Outcome outcome = run("open('" + path + "', '" + mode + "')");
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Denied.class,
                            denied -> {
                                assertThat(denied.capability()).isEqualTo(Capability.FILE);
                                assertThat(denied.name()).isEqualTo(path);
                            });
        }
    }

    @Test
    void theLibraryIsReadableAndTheWayOutOfItIsNot() {
        Outcome outcome =
                run(
                        """
                        import os, sys
                        assert 'json' in os.listdir(sys.prefix + '/lib/python3.12')
                        up = '/..' * 40
                        print(sorted(os.listdir(sys.prefix + up)), os.path.exists(sys.prefix + up + '/etc'))
                        open(sys.prefix + up + '/etc/passwd')
                        """);
        assertThat(outcome.report().stdout()).isEqualTo("['tmp', 'work'] False\n");
        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        assertThat(run("import sys\nopen(sys.prefix + '/lib/python3.12/os.py', 'a')"))
                .isInstanceOf(Outcome.Raised.class);
    }

    @Test
    void strangeNamesAreOrdinaryErrorsOrOrdinaryFiles() {
        Outcome outcome =
                run(
                        """
                        for name in ['a\\0b', 'a\\nb', 'x' * 300, '/'.join(['y' * 200] * 6), 'z' * 5000, '', 'h\\ud83d']:
                            try:
                                open(name, 'w')
                            except (OSError, ValueError) as e:
                                print(type(e).__name__, getattr(e, 'errno', None))
                        open('back\\\\slash', 'w').close()
                        open("quo'te", 'w').close()
                        """);
        assertThat(outcome.report().stdout().lines())
                .containsExactly(
                        "ValueError None",
                        "OSError 22",
                        "OSError 36",
                        "OSError 36",
                        "OSError 22",
                        "FileNotFoundError 2",
                        "OSError 22");
        assertThat(left(outcome)).containsOnlyKeys("back\\slash", "quo'te");
    }

    @Test
    void aFolderIsNotMovedWhereItsFilesWouldHaveNamesThatAreTooLong() {
        Outcome outcome =
                run(
                        """
                        import os
                        deep = '/'.join(['y' * 200] * 3)
                        os.makedirs('x/' + deep)
                        open('x/' + deep + '/f', 'w').close()
                        os.makedirs('d/' + deep)
                        try:
                            os.rename('x', 'd/' + deep + '/x')
                        except OSError as e:
                            print(e.errno)
                        """);
        assertThat(outcome.report().stdout()).isEqualTo("36\n");
        assertThat(left(outcome)).hasSize(1);
    }

    @Test
    void namesInAnyScriptAreOrdinary() {
        Outcome outcome =
                run(
                        """
                        import os
                        os.mkdir('日本')
                        open('日本/ü😀.txt', 'w').write('naïve')
                        open('é', 'w').close()
                        print(sorted(os.listdir('.')), os.listdir('日本'))
                        """);
        assertThat(outcome.report().stdout()).isEqualTo("['é', '日本'] ['ü😀.txt']\n");
        assertThat(left(outcome)).isEqualTo(Map.of("日本/ü😀.txt", "naïve", "é", ""));
    }

    @Test
    void thereAreNoLinks() {
        for (String link : new String[] {"symlink", "link"}) {
            assertThat(run("import os\nopen('a', 'w').close()\nos." + link + "('/etc', 'l')"))
                    .isInstanceOfSatisfying(
                            Outcome.Denied.class,
                            denied ->
                                    assertThat(denied.capability())
                                            .isEqualTo(Outcome.Capability.FILE));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "folder_bytes | 100000 | 100001 | open('a', 'wb').write(b'x' * 100_001)",
                "folder_bytes | 100000 | 1000001 | f = open('a', 'wb', 0); f.seek(10**6); f.write(b'x')",
                "folder_bytes | 100000 | 120000 | open('/tmp/a', 'wb', 0).write(b'x' * 60_000); open('b', 'wb', 0).write(b'x' * 60_000)",
                "folder_bytes | 100000 | 110000 | import os; f = open('a', 'wb', 0); f.write(b'x' * 60_000); os.remove('a'); open('b', 'wb', 0).write(b'x' * 50_000)",
                "folder_files | 20 | 21 | import os; [os.mkdir(f'{i}') for i in range(100)]",
                "folder_files | 20 | 21 | [open(f'/tmp/{i}', 'w').close() for i in range(100)]",
                "open_files | 10 | 11 | fs = [open(f'{i}', 'w') for i in range(15)]",
            })
    void anUncaughtQuotaIsALimit(String limit, long allowed, long used, String source) {
        Outcome outcome = run(source);
        assertThat(outcome)
                .as(source)
                .isInstanceOfSatisfying(
                        Outcome.LimitExceeded.class,
                        exceeded -> {
                            assertThat(exceeded.breach().limit().key()).isEqualTo(limit);
                            assertThat(exceeded.breach().allowed()).isEqualTo(allowed);
                            assertThat(exceeded.breach().used()).isEqualTo(used);
                            assertThat(exceeded.breach().stage()).isEqualTo(Stage.SOFT);
                            assertThat(exceeded.breach().line()).isPresent();
                        });
    }

    @Test
    void aCaughtQuotaIsTheGuestsBusinessAndRoomComesBack() {
        Outcome outcome =
                run(
                        """
                        import os
                        for i in range(30):
                            with open('f', 'wb') as f:
                                f.write(b'x' * 90_000)
                            os.replace('f', 'g')
                            os.remove('g')
                        try:
                            open('big', 'wb', 0).write(b'x' * 200_000)
                        except OSError as e:
                            print(e.errno)
                        fs = []
                        try:
                            while True: fs.append(open('big'))
                        except OSError as e:
                            print(e.errno, len(fs))
                        for f in fs: f.close()
                        raise OSError(5, 'mine')
                        """);
        assertThat(outcome.report().stdout()).startsWith("28\n24 ");
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised -> assertThat(raised.error().message()).contains("mine"));
    }

    @Test
    void withoutGrantsThereIsNothing() {
        ExecutionPolicy nothing = FOLDER.with(Grants.none());
        for (String source :
                new String[] {
                    "open('a', 'w')",
                    "import os; os.listdir('/')",
                    "import os; os.listdir('.')",
                    "import os; os.mkdir('/work/a')"
                }) {
            assertThat(SANDBOX.run(source, nothing)).as(source).isInstanceOf(Outcome.Denied.class);
        }
        assertThat(
                        SANDBOX.run("import os; print(os.path.exists('/work'))", nothing)
                                .report()
                                .stdout())
                .isEqualTo("False\n");
    }

    private ExecutionPolicy withInputs() throws IOException {
        Path file = Files.writeString(host.resolve("a.csv"), "1,2");
        return FOLDER.with(Grants.none().withFolder().withInputs(Map.of("data/a.csv", file)));
    }

    private static Outcome run(String source) {
        return SANDBOX.run(source, FOLDER);
    }

    private static Map<String, String> left(Outcome outcome) {
        Map<String, String> files = new TreeMap<>();
        for (GuestFile file : outcome.report().output().files()) {
            files.put(file.name(), new String(file.content().value(), StandardCharsets.UTF_8));
        }
        return files;
    }
}
