"""Small files and functions that fit on a screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.project import sources

MODULE_LINES = 400
FUNCTION_LINES = 60  # without its docstring


def functions(text: str) -> Iterator[tuple[str, int]]:
    """Yield the name and the lines, docstring apart, of each function in a module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if ast.get_docstring(node, clean=False) is not None:
                lines -= (node.body[0].end_lineno or 0) - node.body[0].lineno + 1
            yield node.name, lines


def test_modules_are_small() -> None:
    lengths = {path: len(text.splitlines()) for path, text in sources().items()}
    assert lengths, "no module was found"
    assert {str(path): n for path, n in lengths.items() if n > MODULE_LINES} == {}


def test_functions_fit_on_a_screen() -> None:
    long = {
        f"{path}:{name}": lines
        for path, text in sources().items()
        for name, lines in functions(text)
        if lines > FUNCTION_LINES
    }
    assert long == {}


def test_a_function_is_measured_without_its_docstring() -> None:
    text = 'def f():\n    """One.\n\n    Two.\n    """\n    return 1\n'
    assert list(functions(text)) == [("f", 2)]
