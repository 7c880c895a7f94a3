"""Where the keys of a study file stand; TOML libraries do not say."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]

_HEADER = re.compile(r"(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


class Lines:
    r"""Says where a key stands, as `mine.toml line 8, strength.subsidy`.

    >>> lines = Lines("mine.toml", 'seeds = 3\n[[points]]\npark = "x"\n')
    >>> lines.where("points", 0, "park")
    'mine.toml line 3, points 1 park'
    >>> lines.where("until")
    'mine.toml, until'
    """

    def __init__(self, file: str, text: str = "") -> None:
        self._file = file
        self._line: dict[Path, int] = {}
        table: Path = ()
        entries: dict[Path, int] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if header := _HEADER.fullmatch(line.strip()):
                table = _parts(header[2])
                self._line.setdefault(table, number)
                if header[1] == "[[":
                    entries[table] = entries.get(table, -1) + 1
                    table = (*table, entries[table])
                    self._line[table] = number
            elif key := _KEY.match(line.strip()):
                self._line.setdefault((*table, *_parts(key[1])), number)

    def where(self, *path: str | int) -> str:
        """Return the place of a key; the line is that of the nearest key around it."""
        around = next((path[:n] for n in range(len(path), 0, -1) if path[:n] in self._line), ())
        line = f" line {self._line[around]}" if around else ""
        return f"{self._file}{line}{', ' if path else ''}{_named(path)}"


def _parts(key: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in key.split("."))


def _named(path: Path) -> str:
    """Return `points 2 strength.subsidy`: entries are counted from 1."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int):
            words.append(f" {part + 1} ")
        else:
            words.append(part if not words or words[-1].endswith(" ") else f".{part}")
    return "".join(words).strip()
