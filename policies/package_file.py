"""The TOML form of a package: read it, and say on which line each fault stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from policies.contradictions import contradiction_faults
from policies.package_faults import (
    change_faults,
    committee_faults,
    nearest,
    since_faults,
    strength_faults,
    table_mend,
)
from sim.catalogue import FIRST_YEAR
from sim.faults import Fault, InputError, raise_faults

FORMAT_VERSION: Final = 1
"""Version of the form; an older one is read or refused with the way to convert it."""

TEXTS: Final = ("name", "title_en", "title_zh", "description")
TWICE: Final = ("twice", "overwrite")
"""Words of the reader where a key or a table stands a second time."""
KEYS: Final = ("format_version", *TEXTS, "since", "committee", "strength", "parameters")

_NAME = re.compile(r"[\w-]+")
_AT = re.compile(r"(.*) \(at line (\d+), column \d+\)")
_HEADER = re.compile(r"\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?")


def read_file(path: Path) -> dict[str, Any]:
    """Read and check one file; return the fields of a `Package`.

    Errors: one `InputError` with every fault and its line.
    """
    text, content = _parse(path)
    lines = _Lines(path.name, text)
    faults = list(_form_faults(content, lines))
    strength = _table(content, "strength", lines, faults)
    changes = _table(content, "parameters", lines, faults)
    faults += strength_faults(strength, lambda name: lines.where("strength", name))
    tables = {}
    for policy, values in changes.items():
        if isinstance(values, Mapping):
            tables[policy] = dict(values)
        else:
            place = lines.where("parameters", policy)
            faults.append(Fault(place, f"is {values!r}, no table", table_mend(policy)))
    faults += change_faults(
        tables,
        lambda policy, name: lines.where(f"parameters.{policy}", "" if name == "*" else name),
    )
    committee = content.get("committee", "fixed")
    faults += committee_faults(committee, lines.where("", "committee"))
    since = content.get("since", FIRST_YEAR)
    faults += since_faults(since, lines.where("", "since"))
    if not faults:
        faults += contradiction_faults(
            strength, tables, lambda policy, name: lines.where(f"parameters.{policy}", name)
        )
    raise_faults(faults)
    texts = {key: content.get(key, "") for key in TEXTS}
    changes = {policy: _floats(values) for policy, values in tables.items()}
    return {
        **texts,
        "since": since,
        "committee": committee,
        "strength": _floats(strength),
        "parameters": changes,
    }


def _floats(values: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in values.items()}


def _parse(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        mend = "save it as TOML in UTF-8"
        raise InputError([Fault(path.name, f"cannot be read ({error})", mend)]) from None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        mend = "write `key = value` lines under [strength] and [parameters.policy]"
        found = _AT.fullmatch(str(error))
        place, wrong = (f"{path.name} line {found[2]}", found[1]) if found else (path.name, error)
        if any(word in str(wrong) for word in TWICE):
            mend = "keep one of the two"
            raise InputError([Fault(place, "says once more what stands above", mend)]) from None
        raise InputError([Fault(place, f"is not TOML: {wrong}", mend)]) from None


def _form_faults(content: Mapping[str, Any], lines: _Lines) -> Iterator[Fault]:
    """Yield the faults of version, names and texts."""
    version = content.get("format_version")
    if version is None:
        yield Fault(lines.where("", ""), "has no format_version", f"write {FORMAT_VERSION}")
    elif isinstance(version, bool) or version != FORMAT_VERSION:
        mend = f"write {FORMAT_VERSION}, the one version there has been"
        yield Fault(lines.where("", "format_version"), f"is {version!r}", mend)
    for key in content:
        if key not in KEYS:
            yield Fault(lines.where("", key), "is not known", f"write {nearest(key, KEYS)}")
    for key in TEXTS:
        if not isinstance(content.get(key, ""), str):
            yield Fault(lines.where("", key), f"is {content[key]!r}, no text", "put it in quotes")
    name = content.get("name", "")
    if isinstance(name, str) and not _NAME.fullmatch(name):
        wrong = f"is {name!r}" if name else "is missing"
        yield Fault(lines.where("", "name"), wrong, "write a name of letters, digits, _ and -")


def _table(
    content: Mapping[str, Any], key: str, lines: _Lines, faults: list[Fault]
) -> dict[str, Any]:
    table = content.get(key, {})
    if isinstance(table, Mapping):
        return dict(table)
    faults.append(Fault(lines.where("", key), f"is {table!r}, no table", f"write [{key}]"))
    return {}


class _Lines:
    """Where the keys of a TOML file stand; TOML libraries do not say."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._place: dict[str, int] = {}
        table = ""
        for number, line in enumerate(text.splitlines(), 1):
            header = _HEADER.fullmatch(line.strip())
            if header:
                table = _plain(header[1])
                self._place.setdefault(table, number)
            elif "=" in line:
                key = _plain(line.partition("=")[0])
                self._place.setdefault(".".join(filter(None, (table, key))), number)

    def where(self, table: str, key: str) -> str:
        """Say where a key stands: `mine.toml line 8, strength.subsidy`."""
        name = ".".join(filter(None, (table, key)))
        number = self._place.get(name)
        line = f" line {number}" if number else ""
        return f"{self._file}{line}{', ' if name else ''}{name}"


def _plain(key: str) -> str:
    """Return a dotted key without quotes and spaces."""
    return ".".join(part.strip().strip("\"'") for part in key.split("."))
