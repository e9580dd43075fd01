import ast
import csv
import json

for attempt in (
    lambda: json.loads("[" * 100_000),
    lambda: json.loads('{"a":' * 100_000),
    lambda: json.loads("1" * 1_000_000),
    lambda: json.loads('"' + "\\u00e9" * 500_000 + '"'),
    lambda: json.loads("1e" + "9" * 100_000),
    lambda: ast.literal_eval("-" * 100_000 + "1"),
    lambda: ast.literal_eval("[" * 10_000 + "]" * 10_000),
    lambda: ast.literal_eval("9" * 1_000_000),
    lambda: list(csv.reader(['"' * 1_000_001])),
):
    try:
        attempt()
    except (RecursionError, ValueError, SyntaxError, MemoryError, csv.Error):
        pass
json.loads("[" * 100_000)
