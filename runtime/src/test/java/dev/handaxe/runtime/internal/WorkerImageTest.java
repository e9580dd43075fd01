package dev.handaxe.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Image;
import dev.handaxe.policy.Isolation;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.internal.Profile.Reuse;
import dev.handaxe.runtime.internal.WorkerImage.Compiler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerImageTest {
    @TempDir private Path folder;
    private Path home;
    private Path jdk;

    @BeforeEach
    void makeHomeAndJdk() throws IOException {
        home = folder.resolve("home");
        write("home/jvm.flags", "-Xss16m\n");
        write("home/worker.aot", "");
        write("home/lib/worker-1.jar", "");
        write("home/lib/polyglot-25.2.4.jar", "");
        write("home/lib/word-25.2.4.jar", "");
        jdk = folder.resolve("jdk");
        write("jdk/release", "JAVA_VERSION=\"25.0.3\"\n");
        assertThat(write("jdk/bin/java", "").toFile().setExecutable(true)).isTrue();
    }

    @Test
    void theStartupImageHasTheHomesJarsAndCacheAndItsHeapForTheGuest() {
        List<String> command = image().command(100, Compiler.QUICK, List.of("--restore"));

        assertThat(command)
                .contains("-Xmx100", "-XX:TieredStopAtLevel=1", "-Xss16m", "--restore")
                .contains("-XX:AOTCache=" + home.resolve("worker.aot"))
                .noneMatch(word -> word.contains("module-path"));
        assertThat(classPath(command)).containsExactly("polyglot", "word", "worker");
    }

    @Test
    void theJitImageHasItsOwnModulesAndRoomForItsCompilerAndTheWorkersClasses() throws IOException {
        addJit();
        List<String> command = image().command(100, Compiler.GRAAL, List.of());

        assertThat(image().jitAbsence()).isEmpty();
        assertThat(command)
                .contains("-Xss16m", "-XX:+EnableJVMCI")
                .contains("--module-path=" + home.resolve("jit/lib"))
                .contains("--upgrade-module-path=" + home.resolve("jit/upgrade"))
                .contains("-Dpolyglot.engine.userResourceCache=" + home.resolve("jit/python"))
                .noneMatch(word -> word.contains("AOTCache=") || word.contains("TieredStop"));
        assertThat(command.get(1)).isEqualTo("-Xmx" + (100 + Compiler.GRAAL.ownHeapBytes()));
        assertThat(classPath(command)).containsExactly("worker");
    }

    @Test
    void aHomeWithoutTheJitImageRefusesItAndSaysWhatToDo() throws IOException {
        HandaxeException refused =
                catchThrowableOfType(HandaxeException.class, () -> profile(Image.JIT));

        assertThat(refused.code()).isEqualTo(HandaxeException.Code.WORKER_HOME);
        assertThat(refused)
                .hasMessage(
                        "the worker home has no image jit: "
                                + home.resolve("jit")
                                + " has no lib; build the module worker-jit, or take the image"
                                + " startup");
        addJit();
        Files.delete(home.resolve("jit/prepared"));
        assertThat(image().jitAbsence()).hasValue(home.resolve("jit") + " has no prepared");
        assertThat(profile(Image.AUTO).compilesPython()).isFalse();
    }

    @Test
    void onAGraalVmTheWorkersOwnJarsFindTheCompiler() throws IOException {
        write("jdk/lib/libjvmcicompiler.so", "");
        List<String> command = image().command(100, Compiler.GRAAL, List.of());

        assertThat(image().jitAbsence()).isEmpty();
        assertThat(profile(Image.JIT).compilesPython()).isTrue();
        assertThat(command).noneMatch(word -> word.contains("TieredStop"));
        assertThat(classPath(command)).containsExactly("polyglot", "word", "worker");
    }

    @Test
    void aContextIsNotRestoredWhereFieldsMayBeTakenForConstant() throws IOException {
        addJit();

        assertThat(profile(Image.JIT).reuse()).isEqualTo(Reuse.WORKER);
        assertThat(profile(Image.STARTUP).reuse()).isEqualTo(Reuse.CONTEXT);
        assertThat(profile(Image.JIT).readyPatience())
                .isGreaterThan(profile(Image.STARTUP).readyPatience());
        assertThat(profile(Image.JIT).cpuRoom()).isGreaterThan(profile(Image.STARTUP).cpuRoom());
    }

    private Profile profile(Image image) {
        ExecutionPolicy policy = ExecutionPolicy.evaluation().with(Isolation.RESTORED).with(image);
        return new Profiles(image(), new GrantedPackages(folder.resolve("packages")))
                .of(policy, "tenant");
    }

    private WorkerImage image() {
        return WorkerImage.find(Optional.of(home), Optional.of(jdk));
    }

    private void addJit() throws IOException {
        write("home/jit/jvm.flags", "-XX:+EnableJVMCI\n");
        write("home/jit/lib/polyglot-25.0.3.jar", "");
        write("home/jit/upgrade/word-25.0.3.jar", "");
        write("home/jit/prepared", "");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static List<String> classPath(List<String> command) {
        String path = command.get(command.indexOf("-cp") + 1);
        return List.of(path.split(File.pathSeparator)).stream()
                .map(jar -> Path.of(jar).getFileName().toString().replaceFirst("-.*", ""))
                .toList();
    }
}
