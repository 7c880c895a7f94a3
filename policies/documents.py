"""The policy documents that clauses come from: title, number, date, and from when they hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from policies.parameters import policy_tables


@dataclass(frozen=True)
class Document:
    """One policy document.

    `number` is empty where neither our copy nor a reprint that was found gives one, `in_force`
    where the document names no day on which it enters into force: it holds from its date, of which
    we may know the year alone.
    """

    document: str
    name: str
    """What the register of measures and the targets call it."""
    title_en: str
    title_zh: str
    level: str
    number: str
    dated: str
    in_force: str
    source: str
    confidence: str
    basis: str


@cache
def documents() -> dict[str, Document]:
    """Return the documents by what clauses call them.

    >>> documents()["001_1b3850a509700704.txt"].dated
    '2021-12-15'
    """
    table = policy_tables()["documents"]
    rows = [table.row_at(place) for place in range(len(table))]
    names = tuple(Document.__dataclass_fields__)
    found = [Document(**{name: str(row[name]) for name in names}) for row in rows]
    return {one.document: one for one in found}
