package dev.handaxe.runtime.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.packages.PackageStore.Compiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageStoreTest {
    @TempDir private Path folder;
    private Path from = Path.of("");
    private Path place = Path.of("");
    private PackageStore store = PackageStore.open(Path.of("nowhere"));

    @BeforeEach
    void installTwoPackages() throws IOException {
        from = Files.createDirectory(folder.resolve("site-packages")).toRealPath();
        place = folder.resolve("data/packages");
        store = PackageStore.open(place);
        write("shapes/__init__.py", "from shapes.round import area\n");
        write("shapes/round.py", "def area(r): return 3 * r * r\n");
        write("shapes/__pycache__/round.cpython-311.pyc", "another Python's");
        write("shapes/data/table.txt", "1 2 3");
        write("Shapes-2.1.dist-info/METADATA", "Metadata-Version: 2.1\nVersion: 2.1\n");
        write("single.py", "ONE = 1\n");
        write("Bundle-0.9.egg-info/PKG-INFO", "Version: 0.9\n");
        write("Bundle-0.9.egg-info/top_level.txt", "other\nsingle\n");
    }

    @Test
    void addsFoldersAndModulesWithTheirVersions() throws IOException {
        List<StoredPackage> added = add("shapes", "single");

        assertThat(added)
                .extracting(StoredPackage::name, StoredPackage::version, StoredPackage::files)
                .containsExactly(tuple("shapes", "2.1", 3), tuple("single", "0.9", 1));
        assertThat(added.getFirst().bytes()).isEqualTo(65);
        assertThat(added.getFirst().addedFrom()).isEqualTo(from.toString());
        assertThat(PackageStore.open(place).list()).isEqualTo(added);
        assertThat(Files.readString(place.resolve("manifest.json")))
                .contains("\"format\" : 1", added.getFirst().hash());
        PackageMount mount = store.mount(added.getFirst());
        assertThat(mount.folder().resolve("files/shapes/data/table.txt")).hasContent("1 2 3");
        assertThat(mount.folder().resolve("files/shapes/__pycache__")).doesNotExist();
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    @Test
    void theHashIsThatOfPathsAndContents() throws IOException {
        String first = add("shapes").getFirst().hash();
        assertThat(add("shapes").getFirst().hash()).isEqualTo(first);

        Files.move(from.resolve("shapes/round.py"), from.resolve("shapes/rounds.py"));
        String renamed = add("shapes").getFirst().hash();
        write("shapes/rounds.py", "def area(r): return 4 * r * r\n");
        assertThat(List.of(first, renamed, add("shapes").getFirst().hash()))
                .doesNotHaveDuplicates();
        assertThat(entries()).hasSize(3); // manifest, lock, and the newest content alone
    }

    @Test
    void aPackageThatIsRemovedIsGone() throws IOException {
        add("shapes", "single");
        store.remove(List.of("shapes"));

        assertThat(store.list()).extracting(StoredPackage::name).containsExactly("single");
        assertThat(entries()).hasSize(3);
        assertRefused(
                () -> store.remove(List.of("single", "shapes")), "the package shapes is not in");
        assertThat(store.list()).hasSize(1);
        assertRefused(
                () -> store.find(List.of("shapes")),
                "which has single: add it with: handaxe packages add --from DIR shapes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fast.cpython-311-x86_64-linux-gnu.so",
                "a.pyd",
                "b.DLL",
                "c.dylib",
                "d.so.1"
            })
    void nativeCodeIsRefusedByName(String file) throws IOException {
        write("shapes/inner/" + file, "");

        assertRefused(() -> add("shapes"), "shapes/inner/" + file + " is native code");
        assertNothingThere();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7f454c46, 0xfeedfacf, 0xcffaedfe, 0x4d5a9000})
    void nativeCodeIsRefusedByItsFirstBytes(int magic) throws IOException {
        Files.write(
                from.resolve("shapes/data/model.bin"),
                new byte[] {
                    (byte) (magic >> 24), (byte) (magic >> 16), (byte) (magic >> 8), (byte) magic, 1
                });

        assertRefused(() -> add("shapes"), "shapes/data/model.bin is native code");
        assertNothingThere();
    }

    @Test
    void aNativeModuleOfThatNameIsNamed() throws IOException {
        write("_speed.cpython-311-x86_64-linux-gnu.so", "");

        assertRefused(() -> add("_speed"), "'_speed' cannot name a package");
        write("speed.abi3.so", "");
        assertRefused(() -> add("speed"), "the package speed is native code: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../shapes",
                "shapes/round",
                "/etc",
                "a b",
                "-v",
                "x\u001b[2J",
                "ä"
            })
    void hostileNamesAreRefused(String name) {
        assertRefused(() -> add(name), "cannot name a package");
        assertThat(place).doesNotExist();
    }

    @Test
    void whatIsMissingIsSaid() {
        assertRefused(() -> add("shapes", "nothing"), "no package nothing in " + from);
        assertRefused(
                () -> store.add(from.resolve("no"), List.of("shapes"), Compiler.none()),
                "there is no such folder");
        assertThat(place).doesNotExist();
    }

    @Test
    void linksThatLeadOutAreRefused() throws IOException {
        write("secret.txt", "canary");
        Path link = from.resolve("shapes/data/link.txt");
        Files.createSymbolicLink(link, from.resolve("secret.txt"));
        assertRefused(() -> add("shapes"), "link.txt is a link that leads out of the package");

        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("../../shapes/data/../.."));
        assertRefused(() -> add("shapes"), "link.txt is a link that leads out of the package");

        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("nowhere"));
        assertRefused(() -> add("shapes"), "link.txt is a link that leads nowhere");

        Files.createSymbolicLink(from.resolve("alias"), from.resolve("shapes"));
        assertRefused(() -> add("alias"), "alias is a link that leads out of the package");
        assertNothingThere();
    }

    @Test
    void aLinkToAFileOfThePackageBecomesAFile() throws IOException {
        Files.createSymbolicLink(from.resolve("shapes/copy.py"), Path.of("round.py"));
        Path files = store.mount(add("shapes").getFirst()).folder().resolve("files");

        assertThat(Files.isSymbolicLink(files.resolve("shapes/copy.py"))).isFalse();
        assertThat(files.resolve("shapes/copy.py")).hasContent("def area(r): return 3 * r * r");
    }

    @Test
    void specialFilesAndStrangeNamesAreRefused() throws Exception {
        Path pipe = from.resolve("shapes/pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertRefused(() -> add("shapes"), "shapes/pipe is a special file");

        Files.delete(pipe);
        write("shapes/a\nb.py", "");
        assertRefused(() -> add("shapes"), "has a name that is not printable ASCII");
        assertNothingThere();
    }

    @Test
    void aFolderWithoutPythonIsNoPackage() throws IOException {
        write("texts/a.txt", "a");

        assertRefused(() -> add("texts"), "holds no Python source");
    }

    @Test
    void nothingIsKeptWhenOneOfSeveralFails() throws IOException {
        write("single.py", "\u007fELF");

        assertRefused(() -> add("shapes", "single"), "single.py is native code");
        assertNothingThere();
    }

    @Test
    void whatACrashLeftIsClearedByTheNextChange() throws IOException {
        add("shapes");
        write(place.resolve(".draft-left/files/half.py"), "half");
        write(place.resolve("half-0123456789ab/files/half.py"), "half");
        add("single");

        assertThat(entries())
                .hasSize(4)
                .noneMatch(name -> name.contains("half") || name.contains("left"));
    }

    @Test
    void anInterruptedAddLeavesTheStoreAsItWas() throws IOException {
        add("single");
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> add("shapes"))
                .extracting(HandaxeException::code)
                .isEqualTo(Code.INTERRUPTED);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(store.list()).extracting(StoredPackage::name).containsExactly("single");
        assertThat(entries()).hasSize(3);
    }

    @Test
    void byteCodeIsHashedOnItsOwn() throws IOException {
        StoredPackage added =
                store.add(
                                from,
                                List.of("single"),
                                (name, draft) ->
                                        write(draft.resolve("compiled/" + name + ".pyc"), "code"))
                        .getFirst();
        assertThat(added.compiled().orElseThrow().bytes()).isEqualTo(4);

        PackageMount mount = store.mount(added);
        write(mount.folder().resolve("compiled/single.pyc"), "evil");
        assertRefused(() -> store.mount(added), "the package single was changed in the store");
    }

    @Test
    void tamperingIsSeen() throws IOException {
        StoredPackage added = add("shapes").getFirst();
        Path files = store.mount(added).folder().resolve("files");
        String said = "the package shapes was changed in the store after it was added";

        write(files.resolve("shapes/round.py"), "def area(r): return 3 * r * 9\n");
        assertRefused(() -> store.mount(added), said);

        write(files.resolve("shapes/round.py"), "def area(r): return 3 * r * r\n");
        assertThat(store.mount(added).name()).isEqualTo("shapes");

        Path more = files.resolve("shapes/more.py");
        write(more, "");
        assertRefused(() -> store.mount(added), said);
        Files.delete(more);
        Files.createSymbolicLink(more, from.resolve("single.py"));
        assertRefused(() -> store.mount(added), said);
        Files.delete(more);
        Path code = files.resolveSibling("compiled/shapes/x.pyc");
        write(code, "code that nobody compiled");
        assertRefused(() -> store.mount(added), said);
    }

    @Test
    void aBrokenManifestIsSaidWithItsField() throws IOException {
        add("single");
        Path manifest = place.resolve("manifest.json");
        String text = Files.readString(manifest);

        Files.writeString(manifest, text.replace("\"single\"", "\"../single\""));
        assertRefused(store::list, "manifest.json: /packages/0/name: ");
        Files.writeString(manifest, text.replace("\"format\" : 1", "\"format\" : 2"));
        assertRefused(store::list, "manifest.json: /format: must be 1");
        Files.writeString(manifest, "{");
        assertRefused(store::list, "manifest.json: line 1: not valid JSON");
    }

    @Test
    void anotherFolderIsNoStore() {
        assertRefused(() -> PackageStore.open(from), "not a package store");
    }

    @Test
    void theDefaultFolderIsTheUsersOwn() {
        assertThat(
                        PackageStore.defaultFolder(
                                Map.of("HANDAXE_PACKAGES", "/p", "XDG_DATA_HOME", "/x")))
                .hasToString("/p");
        assertThat(PackageStore.defaultFolder(Map.of("XDG_DATA_HOME", "/x")))
                .hasToString("/x/handaxe/packages");
        assertThat(PackageStore.defaultFolder(Map.of("XDG_DATA_HOME", "relative")))
                .isEqualTo(
                        Path.of(System.getProperty("user.home"), ".local/share/handaxe/packages"));
    }

    private List<StoredPackage> add(String... names) {
        return store.add(from, List.of(names), Compiler.none());
    }

    private void assertNothingThere() throws IOException {
        assertThat(store.list()).isEmpty();
        assertThat(entries()).containsOnly(".lock");
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> entries = Files.list(place)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private static void assertRefused(Runnable change, String message) {
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(change::run)
                .withMessageContaining(message)
                .matches(fault -> fault.getMessage().lines().count() == 1)
                .extracting(HandaxeException::code)
                .isEqualTo(Code.INVALID_INPUT);
    }

    private void write(String file, String text) {
        write(from.resolve(file), text);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
