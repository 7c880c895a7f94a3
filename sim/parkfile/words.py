"""The words that cells may hold: sectors, provinces, streams and exchange options by id."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from sim.tables import Table, read_tables

_LABEL = " | "
_UNITS = {"kg": "t", "m3": "1000 m3", "MJ": "GJ", "kWh": "MWh"}


@dataclass(frozen=True)
class Exchange:
    """An exchange option as far as a link needs it: who may give, who may take, where."""

    givers: frozenset[str]
    takers: frozenset[str]
    scope: str


@dataclass(frozen=True)
class Words:
    """What reference cells may name. Each list maps an id to its names for people."""

    lists: Mapping[str, Mapping[str, str]]
    exchanges: Mapping[str, Exchange]

    def known(self, kind: str) -> Mapping[str, str]:
        """Return id -> names of `kind`: sectors, utilities, provinces, streams or exchanges."""
        return self.lists[kind]


def label(word: str, names: str) -> str:
    """Return what a drop-down shows: the id and its names, of which a reader takes the id."""
    return word + _LABEL + names


def without_names(text: str) -> str:
    """Return the id of a drop-down's label; any other text is returned as it is.

    >>> without_names("dyeing | Dyeing and printing | 印染")
    'dyeing'
    """
    return text.split(_LABEL)[0].strip()


@cache
def read_words() -> Words:
    """Return the words of the packaged tables."""
    tables = read_tables()
    sectors, streams = tables["sectors"], tables["streams"]
    names = _names(sectors["sector"], *(sectors[n] for n in ("name_en", "name_zh", "product_unit")))
    of_stream = _names(streams["stream"], streams["name_en"], streams["name_zh"])
    units = dict(zip(streams["stream"], streams["unit"], strict=True))
    provinces, exchanges = tables["provinces"], tables["exchanges"]
    lists = {
        "sectors": names,
        "utilities": {
            s: names[s]
            for s, role in zip(sectors["sector"], sectors["role"], strict=True)
            if role == "utility"
        },
        "provinces": _names(provinces["province"], provinces["name_en"], provinces["name_zh"]),
        "streams": {s: f"{n}{_LABEL}{file_unit(units[s])}" for s, n in of_stream.items()},
        "exchanges": _exchange_names(exchanges, of_stream),
    }
    return Words(lists, _exchanges(exchanges))


def file_unit(unit: str) -> str:
    """Return the unit in which a park file gives an amount of a stream with base unit `unit`."""
    return _UNITS.get(unit, unit)


def _names(ids: Iterable[str], *names: Iterable[str]) -> dict[str, str]:
    rows = zip(ids, *names, strict=True)
    return {str(word): _LABEL.join(str(name) for name in rest) for word, *rest in rows}


def _exchange_names(table: Table, of_stream: Mapping[str, str]) -> dict[str, str]:
    columns = (table[n] for n in ("exchange", "from_stream", "to_stream", "givers", "takers"))
    names = {}
    for option, given, taken, givers, takers in zip(*columns, strict=True):
        pairs = zip(of_stream[given].split(_LABEL), of_stream[taken].split(_LABEL), strict=True)
        flows = [a if a == b else f"{a} -> {b}" for a, b in pairs]
        names[str(option)] = _LABEL.join([*flows, f"{givers} -> {takers}"])
    return names


def _exchanges(table: Table) -> dict[str, Exchange]:
    columns = (table[name] for name in ("exchange", "givers", "takers", "scope"))
    return {
        name: Exchange(frozenset(givers.split(";")), frozenset(takers.split(";")), scope)
        for name, givers, takers, scope in zip(*columns, strict=True)
    }


def nearest(
    word: str, known: Iterable[str], names: Mapping[str, str] | None = None, count: int = 3
) -> list[str]:
    """Return the known ids nearest to `word`, by id or by one of their `names`, best first.

    >>> nearest("dyeeing", ["dyeing", "brick"])
    ['dyeing']
    >>> nearest("砖块", ["dyeing", "brick"], {"brick": "Bricks | 砖"})
    ['brick']
    """
    wanted = word.strip().casefold()
    if not wanted:
        return []
    names = names or {}
    scores = sorted((-_likeness(wanted, i, names.get(i, "")), i) for i in known)
    enough = max(0.6, -scores[0][0] - 0.15) if scores else 1.0
    return [word for score, word in scores[:count] if -score >= enough]


def _likeness(wanted: str, word: str, names: str) -> float:
    best = 0.0
    for text in (word, *names.split(_LABEL)):
        known = text.casefold()
        if not known:
            continue
        if wanted in known or known in wanted:
            shorter, longer = sorted((len(wanted), len(known)))
            if shorter >= 2 or not text.isascii():
                best = max(best, 0.7 + 0.3 * shorter / longer)
        matcher = difflib.SequenceMatcher(None, wanted, known)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            best = max(best, matcher.ratio())
    return best


def show(words: Iterable[str], names: Mapping[str, str]) -> str:
    """Return ids with their names in brackets, for an error text."""
    shown = []
    for word in words:
        extra = names.get(word, "").replace(_LABEL, ", ")
        shown.append(f"{word} ({extra})" if extra else word)
    return "; ".join(shown)
