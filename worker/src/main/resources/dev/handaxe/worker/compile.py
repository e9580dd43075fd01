# What the compiler of packages uses. It compiles; it runs nothing of the package.
def _compiler():
    import importlib.util
    import sys
    from importlib._bootstrap_external import _code_to_timestamp_pyc

    def is_own(name):
        return name in sys.stdlib_module_names or name in sys.builtin_module_names or name in sys.modules

    def compiled(text, path):
        """Where the byte-code belongs, and the byte-code: of a source of time 0, as all packages have.

        Not with a hash: GraalPy 25.2.4 looks for it at one place of the file and compares it with
        another when it reads the byte-code again, which a trace makes it do.
        """
        source = text.encode("latin-1")
        code = compile(source, path, "exec", 0, True)
        data = _code_to_timestamp_pyc(code, 0, len(source))
        return importlib.util.cache_from_source(path), bytes(data)

    return is_own, compiled


_compiler()
