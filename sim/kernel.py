"""Kernels: plain loops over columns that are compiled, for what a run does most often.

A kernel reads like the rule it implements. Its plain-Python twin is `name.py_func`, the same source
uncompiled; tests hold the two bit-equal. Kernels use + - x / and comparisons only: what needs
exp, log or a power is worked out by numpy before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Loop = TypeVar("Loop", bound=Callable[..., Any])


def kernel(function: Loop) -> Loop:
    """Compile a function on its first call and keep it on disk for the next process."""
    compiled: Any = numba.njit(cache=True, error_model="numpy")(function)
    return cast(Loop, compiled)
