"""How a store is laid out: its folders, the manifest of a study and the rows of its design."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.version import MODEL_VERSION, code_digest, tables_digest
from policies.package import Package
from sim.assumptions import assumptions
from sim.catalogue import load_catalogue
from sim.park import Park

if TYPE_CHECKING:
    from experiments.runs import Run

FORMAT_VERSION = 2
"""Version of the store; an older one is refused with what to do instead."""

KIND = "parkloop store"
HEAD, OLD_HEAD = "store.json", "study.json"
STUDIES, PARKS, PACKAGES, PARTS, COMPACT, ASIDE = (
    "studies", "parks", "packages", "parts", "compact", "damaged",
)  # fmt: skip
FOLDERS = (STUDIES, PARKS, PACKAGES, PARTS, COMPACT, ASIDE)

FOR_PEOPLE = ("begun", "description", "made_with")
"""What a manifest holds besides what determines the study."""

RUN_KINDS = {
    "run_id": "string",
    "point_id": "string",
    "replicate": "int64",
    "seed": "int64",
    "draw": "int64",
    "park": "string",
    "package": "string",
    "symbiosis": "bool",
    "until": "int64",
    "park_digest": "string",
    "package_digest": "string",
}
"""What every row of a design begins with; levers, assumptions and factors follow."""

STRENGTH, ASSUMPTION, UNCERTAINTY = "strength_", "assumption_", "uncertainty_"
PREFIXES = (STRENGTH, ASSUMPTION, UNCERTAINTY)

_ODD = re.compile(r"[^\w-]+")


def study_id(name: str, manifest: Mapping[str, Any]) -> str:
    """Return `<name>-<digest>`: the digest of all that determines a study, 8 hex digits.

    >>> study_id("my study", {"name": "my study", "begun": "now"})
    'my_study-9101c212'
    """
    content = {key: value for key, value in manifest.items() if key not in FOR_PEOPLE}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    digest = hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
    return f"{_ODD.sub('_', name).strip('_')[:60] or 'study'}-{digest}"


def manifest(name: str, outputs: Sequence[str], form: Any = None) -> dict[str, Any]:
    """Return all that determines a study but its runs, and for people when and with what.

    `form` is what was asked (a `Study`, or any mapping); None for callers that decide as they go.

    Errors: `TypeError` where the form holds what JSON cannot say.
    """
    asked = form_of(form)
    description = str(asked.pop("description", "")) if isinstance(asked, dict) else ""
    return {
        "format_version": FORMAT_VERSION,
        "name": name,
        "model": MODEL_VERSION,
        "code": code_digest(),
        "tables": tables_digest(),
        "outputs": list(outputs),
        "form": asked,
        "columns": _columns(outputs),
        "assumptions": dict(sorted(assumptions(load_catalogue()).items())),
        "description": description,
        "begun": datetime.now(UTC).isoformat(timespec="seconds"),
        "made_with": made_with(),
    }


def made_with() -> dict[str, str]:
    """Return the versions with which runs are made."""
    return {
        "parkloop": _version("parkloop"),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "machine": platform.machine(),
    }


def form_of(value: Any) -> Any:
    """Return what was asked as JSON can hold it: parks and packages by their digests.

    Errors: `TypeError` for what has no plain form.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | np.generic):
        return value.item() if isinstance(value, np.generic) else value
    if isinstance(value, Park | Package):
        return value.digest()
    if isinstance(value, Path):
        return value.as_posix()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: form_of(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): form_of(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [form_of(item) for item in value]
    raise TypeError(f"a study cannot hold {type(value).__name__} {value!r}")


def row_of(run: Run, package_digest: str) -> dict[str, Any]:
    """Return a run's row of the design: all that replay needs beside park and package."""
    point = run.point
    return {
        "run_id": run.run_id,
        "point_id": point.point_id,
        "replicate": run.replicate,
        "seed": run.seed,
        "draw": point.draw,
        "park": point.park.park_id,
        "package": point.package.name,
        "symbiosis": point.symbiosis,
        "until": point.until,
        "park_digest": point.park_digest,
        "package_digest": package_digest,
        **{STRENGTH + name: float(v) for name, v in point.package.strength.items()},
        **{ASSUMPTION + name: float(v) for name, v in point.assumption.items()},
        **{UNCERTAINTY + name: float(v) for name, v in point.uncertainty.items()},
    }


def kinds_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return column -> type of design rows; a value that a row leaves out is null."""
    found = {name for row in rows for name in row if name not in RUN_KINDS}
    ordered = sorted(found, key=lambda name: (_rank(name), name))
    return {**RUN_KINDS, **dict.fromkeys(ordered, "double")}


def _rank(name: str) -> int:
    return next(k for k, prefix in enumerate(PREFIXES) if name.startswith(prefix))


def _columns(outputs: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return what each output is: variable, unit a year, English and Chinese label."""
    from experiments.indicators import INDICATORS

    found = {}
    for name in outputs:
        if name in INDICATORS:
            one = INDICATORS[name]
            found[name] = {
                "variable": one.variable, "unit": one.unit_of("year"), "en": one.en, "zh": one.zh,
            }  # fmt: skip
        else:
            variable = "|".join(word.replace("_", " ").title() for word in name.split("."))
            found[name] = {"variable": variable, "unit": _family_unit(name), "en": name, "zh": name}
    return found


def _family_unit(name: str) -> str:
    from experiments.outputs import FAMILIES

    family = FAMILIES.get(name.partition(".")[0])
    return "" if family is None else family.unit


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"
