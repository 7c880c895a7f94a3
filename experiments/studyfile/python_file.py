"""A study written in Python: the user's own file is executed and the study in it taken."""

from __future__ import annotations

import runpy
import traceback
from pathlib import Path
from typing import TypeVar

from experiments.studyfile.values import shown
from sim.faults import Fault, InputError

Thing = TypeVar("Thing")

RUN_NAME = "parkloop_study"
"""The `__name__` of the file while it is executed, so that its main part is not."""


def value_of(path: Path, name: str, kind: type[Thing]) -> Thing:
    """Execute a Python file and return what it calls `name`.

    Errors: `InputError` where it cannot be read or raises (with the line), or where there is no
    such name or it is no `kind`; the faults of a study built in it as they are.
    """
    example = f'from experiments import {kind.__name__}; {name} = {kind.__name__}.of(name="x", ...)'
    try:
        found = runpy.run_path(str(path), run_name=RUN_NAME)
    except InputError:
        raise
    except OSError as error:
        wrong = f"cannot be read ({error.strerror or error})"
        raise InputError([Fault(str(path), wrong, "give the path of a study")]) from error
    except Exception as error:
        mend = "mend the file; it runs as Python does"
        wrong = f"{type(error).__name__}: {error}"
        raise InputError([Fault(_line(path, error), wrong, mend)]) from error
    if name not in found:
        raise InputError([Fault(path.name, f"defines no `{name}`", f"write {example}")])
    value = found[name]
    if not isinstance(value, kind):
        wrong = f"its `{name}` is {shown(value)}"
        raise InputError([Fault(path.name, wrong, f"write {example}")])
    return value


def _line(path: Path, error: Exception) -> str:
    """Return the file with the last of its lines that the error went through."""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).name == path.name
    ]
    if isinstance(error, SyntaxError):
        lines.append(error.lineno)
    return f"{path.name} line {lines[-1]}" if lines else path.name
