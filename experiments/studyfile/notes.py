"""The content of a study file and what is found wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from experiments.nearest import nearest
from experiments.studyfile.lines import Lines
from experiments.studyfile.values import repeated, shown
from sim.faults import Fault

_LINE = re.compile(r" line (\d+)")


class Notes:
    """Hands out the values of a study and gathers the faults in them, each with its place."""

    def __init__(self, content: Mapping[str, Any], lines: Lines) -> None:
        self.content, self.lines = content, lines
        self.faults: list[Fault] = []

    def in_order(self) -> list[Fault]:
        """Return the faults in the order of the file; those without a line come first."""

        def line(fault: Fault) -> int:
            found = _LINE.search(fault.place)
            return int(found[1]) if found else 0

        return sorted(self.faults, key=line)

    def fault(self, wrong: str, mend: str, *path: str | int) -> None:
        """Note what is wrong at a key."""
        self.faults.append(Fault(self.lines.where(*path), wrong, mend))

    def adopt(self, faults: Iterable[Fault], *path: str | int) -> None:
        """Note the faults of what a key names, each once."""
        place = self.lines.where(*path)
        self.faults += dict.fromkeys(replace(f, place=f"{place}, {f.place}") for f in faults)

    def text(self, key: str) -> str:
        """Return a text; empty where it is left out."""
        text = self.content.get(key, "")
        if not isinstance(text, str):
            self.fault(f"is {shown(text)}, no text", "put it in quotes", key)
        return str(text)

    def table(self, key: str, *path: str | int) -> Mapping[str, Any]:
        """Return a table, of the study itself or of one of its points; empty where left out."""
        holder: Any = self.content
        for part in path:
            holder = holder[part]
        table = holder.get(key, {})
        if isinstance(table, Mapping):
            return table
        mend = f"write [{key}] and a line `name = values`"
        self.fault(f"is {shown(table)}, no table", mend, *path, key)
        return {}

    def once(self, values: Sequence[Any], *path: str | int) -> None:
        """Note each value that stands in a list more than once."""
        for value in repeated(values):
            self.fault(f"{shown(value)} stands there twice", "write it once", *path)

    def known(self, words: Iterable[str], known: Sequence[str], *path: str | int) -> None:
        """Note keys that are not known, with the nearest that are."""
        for word in words:
            if word not in known:
                self.fault("is not known", f"write {nearest(str(word), known)}", *path, word)
