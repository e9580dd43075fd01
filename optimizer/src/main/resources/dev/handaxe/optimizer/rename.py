"""Renames a function in the source of one function of its set. Trusted: it runs alone in its context."""

import ast
import builtins
import io
import tokenize
import unicodedata


def rename(source, old, new, own):
    """{"source": the source with the new name} or {"refused": [line, why]}. own: the source defines old itself."""
    tree = ast.parse(source)
    reason = _obstacle(tree, old, new, own)
    if reason:
        return {"refused": reason}
    tokens = [t for t in tokenize.generate_tokens(io.StringIO(source).readline)
              if t.type == tokenize.NAME and unicodedata.normalize("NFKC", t.string) == old]
    lines = source.split("\n")
    for token in reversed(tokens):
        row, start = token.start
        line = lines[row - 1]
        lines[row - 1] = line[:start] + new + line[start + len(token.string):]
    renamed = "\n".join(lines)
    # the proof: nothing but the name has changed, and all of it has
    for node in ast.walk(tree):
        _replace(node, old, new)
    try:
        same = ast.dump(ast.parse(renamed)) == ast.dump(tree)
    except SyntaxError:
        same = False
    if not same:
        return {"refused": [0, f"not every use of {old} can be told from other words of that name"]}
    return {"source": renamed}


def _replace(node, old, new):
    if isinstance(node, ast.Name) and node.id == old:
        node.id = new
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name == old:
        node.name = new
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        node.names = [new if name == old else name for name in node.names]


def _obstacle(tree, old, new, own):
    """Why a new name could change what the code does, as [line, why]; None if it cannot."""
    if hasattr(builtins, new):
        return [0, f"{new} is a builtin of Python, which other functions may call"]
    top = {id(node) for node in tree.body}
    targets = {id(n) for s in tree.body if isinstance(s, ast.Assign) for n in s.targets}
    for node in ast.walk(tree):
        name, binds, at_top = _name(node, top, targets)
        line = getattr(node, "lineno", 0)
        if name == new:
            return [line, f"uses the name {new} already"]
        if name == old and binds and not (own and at_top):
            return [line, f"has a variable of its own called {old}"]
        if isinstance(node, ast.Constant) and node.value == old:
            return [line, f"has {old} as a text, which may name the function"]
    return None


def _name(node, top, targets):
    if isinstance(node, ast.Name):
        return node.id, not isinstance(node.ctx, ast.Load), id(node) in targets
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name, True, id(node) in top
    if isinstance(node, ast.arg):
        return node.arg, True, False
    if isinstance(node, ast.alias):
        return node.asname or node.name.split(".")[0], True, False
    if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        return node.name, True, False
    if isinstance(node, ast.MatchMapping):
        return node.rest, True, False
    return None, False, False
