"""Compiling: whoever asks is told when kernels are compiled, for which a first run waits."""

from __future__ import annotations

from collections.abc import Callable

_asked: list[Callable[[bool], None]] = []


def on_compile(tell: Callable[[bool], None]) -> None:
    """Let `tell` be called once, when this process first compiles a kernel rather than load it.

    It is given whether the next process will find the compiled kernel on disk.
    """
    _asked.append(tell)


def compiling(kept: bool) -> None:
    """Tell all who asked, and forget them."""
    while _asked:
        _asked.pop()(kept)
