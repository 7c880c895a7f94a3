"""Every worked example in a docstring is true."""

from __future__ import annotations

import doctest
import importlib

import pytest

from tests.house.project import sources

MODULES = [
    ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    for path, text in sources().items()
    if ">>>" in text
]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0, "the examples stand where doctest does not look"
    assert result.failed == 0
