"""The form of a study: what its TOML file may say, read with every fault gathered."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from experiments.design.plan import Plan
from experiments.design.space import KINDS
from experiments.nearest import nearest
from experiments.studyfile.design import check_design, read_design
from experiments.studyfile.inputs import read_packages, read_parks
from experiments.studyfile.levers import read_levers, read_points, read_symbiosis
from experiments.studyfile.lines import Lines
from experiments.studyfile.notes import Notes
from experiments.studyfile.replicates import MOST_RUNS, read_replicates
from experiments.studyfile.values import as_list, is_whole, shown
from sim.catalogue import FIRST_YEAR, LAST_YEAR
from sim.faults import Fault, InputError, raise_faults

FORMAT_VERSION = 1
"""Version of the study file; an older one is read or refused with the way to convert it."""

KEYS = (
    "format_version", "name", "description", "park", "parks", "package", "packages", "until",
    "seeds", "draws", "cross_draws", "design", "outputs", *KINDS, "symbiosis", "points",
)  # fmt: skip
UNTIL = 2030


def read_form(content: Mapping[str, Any], lines: Lines, folder: Path) -> dict[str, Any]:
    """Return the fields of a `Study`; relative paths are looked for in `folder` first.

    Errors: one `InputError` with every fault.
    """
    notes = Notes(content, lines)
    notes.known(content, KEYS)
    _check_version(notes)
    packages = read_packages(notes, folder)
    asked = read_design(notes)
    levers = {kind: read_levers(notes, kind, packages, asked.taking) for kind in KINDS}
    seeds, draws, crossed = read_replicates(notes)
    fields: dict[str, Any] = {
        "name": notes.text("name"),
        "description": notes.text("description"),
        "parks": read_parks(notes, folder),
        "packages": packages,
        "until": _until(notes),
        "seeds": seeds,
        "draws": draws,
        "cross_draws": crossed,
        "design": asked.method,
        "options": asked.options,
        "design_seed": asked.seed,
        "outputs": _outputs(notes),
        **levers,
        "symbiosis": read_symbiosis(notes),
        "listed": read_points(notes, packages),
    }
    if not fields["name"].strip():
        notes.fault("has no name", 'write name = "my_study"')
    if asked.sound and all(levers[kind][name] for kind in KINDS for name in levers[kind]):
        plan = Plan(asked.method, asked.options, asked.seed, levers)
        check_design(notes, asked, plan)
    if not notes.faults:
        _check_size(notes, fields, plan)
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


def _outputs(notes: Notes) -> tuple[str, ...]:
    """Return the outputs named; a name with * stands for all it matches, none for indicators."""
    from experiments.indicators import INDICATORS
    from experiments.study_outputs import output_names

    known = output_names()
    given = as_list(notes.content.get("outputs", list(INDICATORS)))
    if not given:
        mend = "name at least one indicator, or leave it out for all"
        notes.fault("the list is empty", mend, "outputs")
    names: dict[str, None] = {}
    for name in given:
        found = [word for word in known if fnmatchcase(word, name)] if "*" in str(name) else [name]
        unknown = [word for word in found if word not in known] or ([] if found else [name])
        for word in unknown:
            mend = f"write {nearest(str(word), known)}"
            notes.fault(f"there is no output {shown(word)}", mend, "outputs")
        names.update(dict.fromkeys(map(str, found)))
    notes.once(given, "outputs")
    return tuple(names)


def _check_size(notes: Notes, fields: Mapping[str, Any], plan: Plan) -> None:
    crossed = [fields[key] for key in ("parks", "packages", "symbiosis")]
    points = [fields["listed"]] if fields["design"] == "list" else []
    seeds, draws = len(fields["seeds"]), len(fields["draws"])
    replicates = seeds * draws if fields["cross_draws"] else max(seeds, draws)
    runs = plan.count() * replicates * math.prod(len(values) for values in (*crossed, *points))
    if runs > MOST_RUNS:
        mend = f"take fewer points or seeds: at most {MOST_RUNS:,} runs"
        notes.fault(f"asks for {runs:,} runs", mend, "design")
