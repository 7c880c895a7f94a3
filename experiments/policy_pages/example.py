"""What a page takes from the docstrings of a module: the prose, and the worked examples."""

from __future__ import annotations

import ast
import doctest
import inspect
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType

from policies.instrument import Instrument

PROMPT = ">" * 3

_PARSER = doctest.DocTestParser()


def prose(kind: type[Instrument]) -> str:
    """Return a policy's docstring up to its worked example."""
    text = inspect.getdoc(kind) or ""
    return "\n\n".join(_paragraphs(text.split(PROMPT)[0], introductions=False))


def example(kind: type[Instrument]) -> str:
    """Return the worked examples of a policy's module as fenced blocks that stand on their own.

    Those of its class come first, then those of its methods and of the module's functions. Each
    block begins with the imports that its names need.
    """
    module = sys.modules[kind.__module__]
    blocks = []
    for name, text in _docstrings(kind, module):
        found = _PARSER.get_examples(text)
        if not found:
            continue
        lead = _paragraphs(text.split(PROMPT)[0], introductions=True) if name == "" else []
        title = f"`{name}`: {_first(text)}" if name else ""
        imports = [f"{PROMPT} {line}" for line in _imports(found, module)]
        code = "\n".join([*imports, *(_shown(one) for one in found)])
        blocks += [*filter(None, [title]), *lead, f"```pycon\n{code}\n```"]
    return "\n\n".join(blocks)


def _docstrings(kind: type[Instrument], module: ModuleType) -> Iterator[tuple[str, str]]:
    """Yield name and docstring of the class (without a name), its methods and the functions."""
    yield "", inspect.getdoc(kind) or ""
    for owner in (kind, module):
        for name, thing in vars(owner).items():
            if inspect.isfunction(thing) and thing.__module__ == module.__name__:
                yield name, inspect.getdoc(thing) or ""


def _first(text: str) -> str:
    return text.split("\n\n")[0].replace("\n", " ")


def _paragraphs(text: str, introductions: bool) -> list[str]:
    """Return the paragraphs that introduce an example (they end with a colon), or the others."""
    found = [part.strip() for part in text.strip().split("\n\n")]
    return [part for part in found if part and part.endswith(":") == introductions]


def _imports(examples: Sequence[doctest.Example], module: ModuleType) -> list[str]:
    """Return the imports of the names that examples take from their module."""
    tree = ast.parse("".join(one.source for one in examples))
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    given = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    given |= {node.asname or node.name for node in ast.walk(tree) if isinstance(node, ast.alias)}
    wanted = sorted({node.id for node in names} - given)
    lines = []
    for name in wanted:
        thing = vars(module).get(name)
        if isinstance(thing, ModuleType):
            lines.append(f"import {thing.__name__} as {name}")
        elif thing is not None:
            lines.append(f"from {module.__name__} import {name}")
    return lines


def _shown(one: doctest.Example) -> str:
    """Return an example as typed, with what it gives."""
    first, *rest = one.source.rstrip("\n").split("\n")
    lines = [f"{PROMPT} {first}", *(f"... {line}" for line in rest)]
    return "\n".join([*lines, *([one.want.rstrip("\n")] if one.want else [])])
