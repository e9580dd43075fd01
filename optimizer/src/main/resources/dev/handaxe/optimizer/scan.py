"""Looks at the source of a function without running it. Trusted: it runs alone in its context."""

import ast
import builtins
import sys

NETWORK = {
    "socket", "socketserver", "ssl", "asyncio", "http", "http.client", "http.server", "urllib.request",
    "ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "nntplib", "xmlrpc", "webbrowser", "asyncore", "asynchat",
}
PROCESSES = {"subprocess", "multiprocessing", "pty", "signal"}
NATIVE = {"ctypes", "mmap", "_ctypes"}
THREADS = {"threading", "_thread", "concurrent.futures"}
FILES = {"tempfile", "shutil", "sqlite3", "dbm", "shelve", "fileinput"}
FILE_CALLS = {
    "builtins.open", "io.open", "codecs.open", "io.FileIO", "os.open", "os.listdir", "os.scandir", "os.walk", "os.remove",
    "os.unlink", "os.rename", "os.replace", "os.mkdir", "os.makedirs", "os.rmdir", "os.removedirs", "os.stat",
    "gzip.open", "bz2.open", "lzma.open", "zipfile.ZipFile", "tarfile.open",
}
PATH_METHODS = {"read_text", "write_text", "read_bytes", "write_bytes", "iterdir", "mkdir", "unlink", "touch"}
PROCESS_CALLS = {"system", "popen", "fork", "forkpty", "kill", "posix_spawn", "posix_spawnp"}
TYPE_PARAMETERS = tuple(getattr(ast, n) for n in ("TypeVar", "ParamSpec", "TypeVarTuple") if hasattr(ast, n))
MAX_FOUND = 5
MAX_PAIRS = 2000
MAX_TEXT = 500


def scan(source, rules):
    """What is wrong with the source as it stands, and the constants it maps to constants."""
    try:
        tree = ast.parse(source)
    except SyntaxError as e:
        line = source.split("\n")[e.lineno - 1].strip() if e.lineno and e.lineno <= source.count("\n") + 1 else ""
        return {"syntax": [e.lineno or 0, type(e).__name__ + ": " + str(e.msg), line]}
    except ValueError as e:
        return {"syntax": [0, "ValueError: " + str(e), ""]}
    nodes = list(ast.walk(tree))
    bound, aliases = _bindings(nodes)
    look = _Look(rules, bound, aliases, _guarded(nodes))
    for node in nodes:
        look.at(node)
    found = sorted(set(look.found))
    return {
        "found": [list(f) for f in found[:MAX_FOUND]],
        "missing": _missing(nodes, bound | set(rules["known"])),
        "builtin": hasattr(builtins, rules["name"]),
        "pairs": _pairs(nodes),
    }


def _missing(nodes, known):
    """[line, name] of what is used and defined nowhere."""
    if any(isinstance(n, ast.alias) and n.name == "*" for n in nodes):
        return []
    missing = {}
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in known:
            if not hasattr(builtins, node.id) and not node.id.startswith("__"):
                missing[node.id] = min(node.lineno, missing.get(node.id, node.lineno))
    return sorted([line, name] for name, line in missing.items())[:MAX_FOUND]


def _bindings(nodes):
    """Every name that is bound anywhere, and what imported names stand for."""
    bound, aliases = set(), {}
    for node in nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bound.add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            bound.add(node.name)
        elif isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name:
            bound.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            bound.add(node.rest)
        elif isinstance(node, TYPE_PARAMETERS):
            bound.add(node.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                aliases[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                aliases[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    bound.update(aliases)
    return bound, aliases


def _guarded(nodes):
    """Imports whose failure the code provides for."""
    guarded = set()
    for node in nodes:
        if isinstance(node, ast.Try) and any(_catches_import_error(h) for h in node.handlers):
            for statement in node.body:
                guarded.update(id(inner) for inner in ast.walk(statement))
    return guarded


def _catches_import_error(handler):
    names = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
    return handler.type is None or any(isinstance(n, ast.Name) and n.id in names for n in ast.walk(handler.type))


class _Look:
    def __init__(self, rules, bound, aliases, guarded):
        self.rules = rules
        self.bound = bound
        self.aliases = aliases
        self.guarded = guarded
        self.found = []

    def say(self, node, text):
        self.found.append((node.lineno, text))

    def at(self, node):
        if isinstance(node, ast.Import):
            for alias in node.names:
                self.imports(node, alias.name)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                self.say(node, "a relative import: there is no package; functions of the set are known by their names")
            else:
                for alias in node.names:
                    self.imports(node, node.module, alias.name)
        elif isinstance(node, ast.Call):
            self.call(node)
        elif isinstance(node, ast.Attribute) and self.dotted(node) == "sys.stdin":
            self.say(node, "reads sys.stdin: nobody answers; take what is needed as a parameter")

    def imports(self, node, module, name=""):
        if id(node) in self.guarded:
            return
        rules, top = self.rules, module.split(".")[0]
        names = {top, module, f"{module}.{name}"}
        listed = top in rules["modules"]
        granted = top in rules["packages"]
        if not granted and listed != rules["only"]:
            self.say(node, f"imports {module}, which the policy does not allow")
        elif not granted and top not in sys.stdlib_module_names:
            self.say(node, f"imports {module}, which is not there: only {self.there()}")
        elif names & NETWORK:
            self.say(node, f"imports {module}: there is no network")
        elif names & PROCESSES:
            self.say(node, f"imports {module}: no process can be started")
        elif names & NATIVE:
            self.say(node, f"imports {module}: native code cannot be called")
        elif names & THREADS and rules["threads"] < 2:
            self.say(node, f"imports {module}: no thread can be started")
        elif names & FILES and not rules["files"]:
            self.say(node, f"imports {module}: there are no files")

    def there(self):
        packages = self.rules["packages"]
        return "the standard library is" + (", and " + ", ".join(packages) if packages else "")

    def dotted(self, node):
        """Such as os.path.join, with imported names resolved; empty if it is not known."""
        parts = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        if node.id in self.aliases:
            head = self.aliases[node.id]
        elif node.id in self.bound:
            return ""
        else:
            head = "builtins." + node.id
        return ".".join([head, *reversed(parts)])

    def call(self, node):
        name = self.dotted(node.func)
        if name in FILE_CALLS and not self.rules["files"]:
            self.say(node, f"calls {_short(name)}: there are no files; take the content as a parameter")
        elif (isinstance(node.func, ast.Attribute) and node.func.attr in PATH_METHODS
              and any(v.split(".")[0] == "pathlib" for v in self.aliases.values()) and not self.rules["files"]):
            self.say(node, f"calls {node.func.attr} of a path: there are no files; take the content as a parameter")
        elif name in ("builtins.input", "builtins.breakpoint"):
            self.say(node, f"calls {_short(name)}: nobody answers; take what is needed as a parameter")
        elif name in ("builtins.eval", "builtins.exec", "builtins.compile"):
            if not (node.args and isinstance(node.args[0], ast.Constant)):
                self.say(node, f"calls {_short(name)} on text from outside: parse it, as with ast.literal_eval")
        elif name in ("builtins.__import__", "importlib.import_module"):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                self.imports(node, first.value)
            else:
                self.say(node, "imports a module whose name is put together: import it by name")
        elif name.startswith("os.") and (name[3:] in PROCESS_CALLS or name.startswith(("os.exec", "os.spawn"))):
            self.say(node, f"calls {name}: no process can be started")


def _short(name):
    return name.removeprefix("builtins.")


def _text(node):
    """The text of a constant, or of a tuple of constants; None for anything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        inner = _text(node.operand)
        return None if inner is None else "-" + inner
    if isinstance(node, ast.Tuple) and node.elts:
        parts = [_text(e) for e in node.elts]
        return None if None in parts else " ".join(parts)[:MAX_TEXT]
    if isinstance(node, ast.Constant) and type(node.value) in (str, int, float):
        try:
            return str(node.value)[:MAX_TEXT]
        except ValueError:  # an integer of more digits than Python writes
            return hex(node.value)[:MAX_TEXT]
    return None


def _pairs(nodes):
    """[line, key, value] for every constant that leads to a constant: dicts, lists of pairs, comparisons."""
    pairs = []
    for node in nodes:
        if isinstance(node, ast.Dict):
            _add(pairs, zip(node.keys, node.values))
        elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            _add(pairs, [e.elts for e in node.elts if isinstance(e, (ast.Tuple, ast.List)) and len(e.elts) == 2])
        elif isinstance(node, (ast.If, ast.IfExp)):
            _add(pairs, [(key, value) for key in _compared(node.test) for value in _given(node.body)])
        elif isinstance(node, ast.match_case):
            keys = [p.value for p in ast.walk(node.pattern) if isinstance(p, ast.MatchValue)]
            _add(pairs, [(key, value) for key in keys for value in _given(node.body)])
        if len(pairs) >= MAX_PAIRS:
            break
    return pairs[:MAX_PAIRS]


def _add(pairs, found):
    for key, value in found:
        if key is not None and len(pairs) < MAX_PAIRS:
            k, v = _text(key), _text(value)
            if k is not None and v is not None:
                pairs.append([value.lineno, k, v])


def _compared(test):
    keys = []
    for node in ast.walk(test):
        if isinstance(node, ast.Compare):
            keys += [side for side in (node.left, *node.comparators) if _text(side) is not None]
    return keys


def _given(body):
    if not isinstance(body, list):
        return [body]
    return [s.value for s in body if isinstance(s, (ast.Return, ast.Assign)) and s.value is not None]
