"""The form of a study: what its TOML file may say, read with every fault gathered."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.sweep.form_inputs import read_packages, read_parks
from experiments.sweep.form_levers import KINDS, read_levers, read_points, read_symbiosis
from experiments.sweep.lines import Lines
from experiments.sweep.notes import Notes
from experiments.sweep.values import as_list, is_whole, nearest, shown
from sim.catalogue import FIRST_YEAR, LAST_YEAR
from sim.faults import Fault, InputError, raise_faults

FORMAT_VERSION = 1
"""Version of the study file; an older one is read or refused with the way to convert it."""

KEYS = (
    "format_version", "name", "description", "park", "parks", "package", "packages", "until",
    "seeds", "design", "outputs", *KINDS, "symbiosis", "points",
)  # fmt: skip
DESIGNS = ("grid", "list")
UNTIL = 2030

MOST_RUNS = 1_000_000


def read_form(content: Mapping[str, Any], lines: Lines, folder: Path) -> dict[str, Any]:
    """Return the fields of a `Study`; relative paths are looked for in `folder` first.

    Errors: one `InputError` with every fault.
    """
    notes = Notes(content, lines)
    notes.known(content, KEYS)
    _check_version(notes)
    fields: dict[str, Any] = {
        "name": notes.text("name"),
        "description": notes.text("description"),
        "parks": read_parks(notes, folder),
        "packages": read_packages(notes, folder),
        "until": _until(notes),
        "seeds": _seeds(notes),
        "design": _design(notes),
        "outputs": _outputs(notes),
        **{kind: read_levers(notes, kind) for kind in KINDS},
        "symbiosis": read_symbiosis(notes),
        "listed": read_points(notes),
    }
    if not fields["name"].strip():
        notes.fault("has no name", 'write name = "my_study"')
    if not notes.faults:
        _check_size(notes, fields)
    raise_faults(notes.in_order())
    return fields


def parse(path: Path) -> tuple[dict[str, Any], Lines]:
    """Return the content of a TOML file and where its keys stand.

    Errors: `InputError` where it cannot be read, or is no TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text), Lines(path.name, text)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        mend = "give the path of a study in TOML, in UTF-8"
        raise InputError([Fault(str(path), f"cannot be read ({reason})", mend)]) from error
    except tomllib.TOMLDecodeError as error:
        mend = "write `key = value` lines, and tables as in [strength]"
        raise InputError([Fault(path.name, f"is not TOML: {error}", mend)]) from error


def _check_version(notes: Notes) -> None:
    version = notes.content.get("format_version")
    if version is None:
        notes.fault("has no format_version", f"write format_version = {FORMAT_VERSION}")
    elif not is_whole(version) or version != FORMAT_VERSION:
        mend = f"write {FORMAT_VERSION}, the one version there has been"
        notes.fault(f"is {shown(version)}", mend, "format_version")


def _until(notes: Notes) -> int:
    until = notes.content.get("until", UNTIL)
    if is_whole(until) and FIRST_YEAR <= until <= LAST_YEAR:
        return int(until)
    notes.fault(f"is {shown(until)}", f"write a year, {FIRST_YEAR} to {LAST_YEAR}", "until")
    return UNTIL


def _seeds(notes: Notes) -> tuple[int, ...]:
    """Return the seeds, the same for every point: as many as asked for, or those listed."""
    given = notes.content.get("seeds", 1)
    if is_whole(given) and given >= 1:
        return tuple(range(1, given + 1))
    seeds = list(given) if isinstance(given, list | tuple) else []
    if not seeds or not all(is_whole(seed) and seed >= 0 for seed in seeds):
        mend = "write how many (1 or more), or a list as in [1, 2, 7]"
        notes.fault(f"is {shown(given)}", mend, "seeds")
    notes.once(seeds, "seeds")
    return tuple(seeds)


def _design(notes: Notes) -> str:
    content = notes.content
    design = content.get("design", "grid")
    if design not in DESIGNS:
        mend = f"write {nearest(str(design), DESIGNS)}"
        notes.fault(f"there is no design {shown(design)}", mend, "design")
    elif design == "grid" and "points" in content:
        mend = 'write design = "list", or remove [[points]]'
        notes.fault("a grid crosses levers and has no points", mend, "points")
    elif design == "list":
        if not content.get("points"):
            notes.fault("a list needs points", "write [[points]] tables", "design")
        for key in (*KINDS, "symbiosis"):
            if content.get(key, {}) != {}:
                mend = f'write {key} within each of [[points]], or design = "grid"'
                notes.fault("a list takes its values from its points", mend, key)
    return str(design)


def _outputs(notes: Notes) -> tuple[str, ...]:
    from experiments.sweep.outputs import output_names

    known = output_names()
    given = notes.content.get("outputs", list(known))
    names = as_list(given)
    if not names:
        mend = "name at least one indicator, or leave it out for all"
        notes.fault("the list is empty", mend, "outputs")
    for name in names:
        if name not in known:
            mend = f"write {nearest(str(name), known)}"
            notes.fault(f"there is no output {shown(name)}", mend, "outputs")
    notes.once(names, "outputs")
    return tuple(names)


def _check_size(notes: Notes, fields: Mapping[str, Any]) -> None:
    levers = [values for kind in KINDS for values in fields[kind].values()]
    crossed = [fields[key] for key in ("parks", "packages", "symbiosis", "seeds")]
    points = [fields["listed"]] if fields["design"] == "list" else []
    runs = math.prod(len(values) for values in (*levers, *crossed, *points))
    if runs > MOST_RUNS:
        mend = f"take fewer values or seeds: at most {MOST_RUNS:,} runs"
        notes.fault(f"asks for {runs:,} runs", mend, "design")
