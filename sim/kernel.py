"""Kernels: plain loops over columns that are compiled, for what a run does most often.

A kernel reads like the rule it implements. Its plain-Python twin is `name.py_func`, the same source
uncompiled; tests hold the two bit-equal. Kernels use + - x / and comparisons only: what needs
exp, log or a power is worked out by numpy before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
from numba.core import event

from sim.compiling import compiling

Loop = TypeVar("Loop", bound=Callable[..., Any])

_kept = True
"""Whether a folder for compiled kernels can be written."""


class _Watch(event.Listener):
    """Hears of what is compiled; what is loaded from disk makes no event."""

    def on_start(self, event: Any) -> None:
        compiling(_kept)

    def on_end(self, event: Any) -> None:
        pass


event.register("numba:compile", _Watch())  # type: ignore[no-untyped-call]


def kernel(function: Loop) -> Loop:
    """Compile a function on its first call and keep it on disk for the next process.

    Where neither the package, the user's cache nor NUMBA_CACHE_DIR can be written, every process
    compiles anew.
    """
    global _kept
    try:
        compiled: Any = numba.njit(cache=True, error_model="numpy")(function)
    except RuntimeError as error:
        if "cannot cache" not in str(error):
            raise
        _kept, compiled = False, numba.njit(error_model="numpy")(function)
    return cast(Loop, compiled)
