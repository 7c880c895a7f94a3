"""Kernels: plain loops over columns that are compiled, for what a run does most often.

A kernel reads like the rule it implements. Its plain-Python twin is `name.py_func`, the same source
uncompiled; tests hold the two bit-equal. Kernels use + - x / and comparisons only: what needs
exp, log or a power is worked out by numpy before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
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


def constants(function: Callable[..., Any]) -> str:
    """Return a digest of the global constants that a loop and the loops it calls read."""
    parts: list[tuple[str, object]] = []
    for name in function.__code__.co_names:
        value = function.__globals__.get(name)
        called = getattr(value, "py_func", None)
        if called is not None:
            parts.append((name, (called.__code__.co_code, constants(called))))
        elif isinstance(value, np.ndarray):
            parts.append((name, (str(value.dtype), value.shape, value.tobytes())))
        elif isinstance(value, (bool, int, float, str, tuple)):
            parts.append((name, value))
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def kernel(function: Loop) -> Loop:
    """Compile a function on its first call and keep it on disk for the next process.

    What is kept holds for the file as it stands and for the constants that the loop reads, also
    those of other files, such as the rows of accounts. Where neither the package, the user's cache
    nor NUMBA_CACHE_DIR can be written, every process compiles anew.
    """
    global _kept
    try:
        compiled: Any = numba.njit(cache=True, error_model="numpy")(function)
        kept = compiled._cache._cache_file
        kept._source_stamp = (kept._source_stamp, constants(function))
    except RuntimeError as error:
        if "cannot cache" not in str(error):
            raise
        _kept, compiled = False, numba.njit(error_model="numpy")(function)
    return cast(Loop, compiled)
