package dev.handaxe.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.graalvm.polyglot.Value;

/**
 * Compiles a package that is being added to the store: GraalPy's byte-code for every source but
 * tests, in the place where its import system looks for it. Nothing of the package is run. Confined
 * to one thread.
 */
final class PackageCompiler {
    /**
     * Larger sources are tables and generated rules, which are rarely imported: in sympy ten files,
     * of which none is, take as long to compile as the other nine hundred.
     */
    private static final int MAX_SOURCE_BYTES = 288 * 1024;

    private PackageCompiler() {}

    /**
     * Compiles what is in {@code files} of that folder into {@code compiled}.
     *
     * @throws PackageImports.Failure if Python's own library has a module of that name
     */
    static void compile(PackageFiles.Mounted mounted) throws IOException {
        Path files = mounted.folder().resolve("files");
        Path compiled = mounted.folder().resolve("compiled");
        try (ContextNursery nursery = new ContextNursery(Preparation.NONE)) {
            SpareContext spare = nursery.take();
            Value script = spare.context().eval(ByteCode.SCRIPT);
            if (script.getArrayElement(0).execute(mounted.name()).asBoolean()) {
                throw new PackageImports.Failure(
                        mounted.name()
                                + " is a module of Python's own library, which a package cannot"
                                + " replace");
            }
            Value compile = script.getArrayElement(1);
            try (Stream<Path> sources = Files.walk(files)) {
                for (Path source : (Iterable<Path>) sources.sorted()::iterator) {
                    Path relative = files.relativize(source);
                    if (isWanted(source, relative)) {
                        compile(compile, source, relative, compiled);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static boolean isWanted(Path source, Path relative) throws IOException {
        return Files.isRegularFile(source)
                && relative.toString().endsWith(".py")
                && !relative.startsWith("tests")
                && !relative.toString().contains("/tests/")
                && Files.size(source) <= MAX_SOURCE_BYTES;
    }

    private static void compile(Value compile, Path source, Path relative, Path compiled)
            throws IOException {
        String place = PackageFiles.ROOT.resolve(relative).toString();
        Optional<ByteCode> code = ByteCode.of(compile, source, place);
        if (code.isPresent()) {
            Path file = compiled.resolve(PackageFiles.ROOT.relativize(code.get().place()));
            code.get().writeTo(file);
        }
    }
}
