package dev.handaxe.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * Compiles the part of Python's own library that programs use most, in the worker home that is
 * being built: GraalPy ships it as source alone, so every context would parse what it imports
 * (measured: json 24 ms, compiled 11; dataclasses 142, compiled 63). What is not compiled is
 * imported all the same. Confined to one thread.
 */
final class LibraryCompiler {
    /** The files of all modules that these import. */
    private static final Source MODULES =
            Source.newBuilder(
                            "python",
                            """
                            def _files():
                                import sys
                                for name in (
                                    "abc argparse array ast base64 binascii bisect calendar cmath collections"
                                    " collections.abc contextlib copy csv dataclasses datetime decimal difflib"
                                    " enum fractions functools graphlib hashlib heapq html inspect io itertools"
                                    " json keyword logging math numbers operator os pathlib pprint queue random"
                                    " re secrets shlex statistics string struct textwrap threading time timeit"
                                    " tokenize traceback types typing unicodedata unittest urllib.parse uuid"
                                    " warnings weakref zlib"
                                ).split():
                                    try:
                                        __import__(name)
                                    except ImportError:
                                        pass
                                files = (getattr(module, "__file__", None) for module in [*sys.modules.values()])
                                return [file for file in files if file and file.endswith(".py")]
                            _files()
                            """,
                            "<library>")
                    .buildLiteral();

    private LibraryCompiler() {}

    /** Compiles it, beside its sources. */
    static void compile() throws IOException, InterruptedException {
        try (ContextNursery nursery = new ContextNursery(Preparation.NONE)) {
            SpareContext spare = nursery.take();
            Value compile = spare.context().eval(ByteCode.SCRIPT).getArrayElement(1);
            Value files = spare.context().eval(MODULES);
            for (long i = 0; i < files.getArraySize(); i++) {
                String source = files.getArrayElement(i).asString();
                Optional<ByteCode> code = ByteCode.of(compile, Path.of(source), source);
                if (code.isPresent()) {
                    code.get().writeTo(code.get().place());
                }
            }
        }
    }
}
