"""What the project carries of each instrument, as plain data: sent to the page once a language.

Titles, documents, clauses and names of measures and parameters have both languages. How the model
does it, units and sources are kept in English: they are shown as they stand.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from dashboards.numbers import MINUS, section_number, subscript
from dashboards.pages.policies.families import FAMILIES, OTHER, family_of
from dashboards.texts import text
from dashboards.toolkit import packed

if TYPE_CHECKING:
    from experiments.measures import Measure
    from policies.documents import Document
    from policies.instrument import Clause, Instrument
    from policies.parameters import Parameter

Row = dict[str, Any]

_SECTION_WORDS: Final = ("policies_preamble", "policies_full_text")


@cache
def catalogue(lang: str) -> str:
    """Return every instrument by family as JSON text."""
    from policies.registry import all_policies

    order = [*FAMILIES, OTHER]
    found = [instrument(kind, lang) for kind in all_policies().values()]
    found.sort(key=lambda one: (order.index(one["family"]), one["title"]))
    families = [
        {"name": name, "title": text(f"policies_family_{name}", lang)}
        for name in order
        if any(one["family"] == name for one in found)
    ]
    return packed({"families": families, "instruments": found})


def instrument(kind: type[Instrument], lang: str) -> Row:
    """Return what there is to know of one instrument."""
    from experiments.policy_pages.example import prose
    from policies.documents import documents
    from sim.terms import SHEET

    levels = list(dict.fromkeys(documents()[one.document].level for one in kind.clauses))
    return {
        "name": kind.name,
        "title": kind.title_zh if lang == "zh" else kind.title_en,
        "other": kind.title_en if lang == "zh" else kind.title_zh,
        "family": family_of(kind.name),
        "level": " · ".join(text(f"policies_level_{one}", lang) for one in levels),
        "payer": _payer(kind.payer, lang),
        "most": kind.max_strength,
        "committee": kind.local,
        "clauses": [_clause(one, documents()[one.document], lang) for one in kind.clauses],
        "prose": subscript(prose(kind)).replace("`", "").split("\n\n"),
        "terms": [
            {"name": one, "meaning": SHEET[one].meaning, "unit": SHEET[one].unit}
            for one in kind.terms
        ],
        "parameters": [_parameter(row, used, lang) for used, row in _rows(kind)],
        "measures": [_measure(one, lang) for one in _measures() if kind.name in one.modules],
    }


def changed_of(package: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, str]]:
    """Return the numbers that a package sets in its own way, written, by instrument."""
    return {
        policy: {name: _number(value) for name, value in values.items()}
        for policy, values in package.items()
        if values
    }


def section_of(section: str, lang: str) -> str:
    """Return the number of a section, and its words in a language."""
    told = section_number(section) if lang == "zh" else section
    for key in _SECTION_WORDS:
        told = told.replace(text(key, "en"), text(key, lang))
    return told


def _clause(one: Clause, of: Document, lang: str) -> Row:
    facts = [
        text("policies_number", lang, number=of.number or text("policies_unknown", lang)),
        text("policies_dated", lang, day=of.dated),
        text("policies_in_force", lang, day=of.in_force)
        if of.in_force
        else text("policies_in_force_unsaid", lang),
    ]
    return {
        "document": of.title_zh if lang == "zh" else of.title_en,
        "section": section_of(one.section, lang),
        "says": subscript(one.says_zh if lang == "zh" else one.says),
        "facts": " · ".join(facts),
    }


def _rows(kind: type[Instrument]) -> list[tuple[str, Parameter]]:
    from policies.parameters import load_parameters

    table = load_parameters()
    return [(used, row) for used in kind.uses for row in table.steps(used)]


def _parameter(row: Parameter, used: str, lang: str) -> Row:
    known = row.low is not None and row.high is not None
    return {
        "name": row.name,
        "series": used,
        "label": subscript(row.label_zh if lang == "zh" else row.label),
        "value": row.text or _number(row.value),
        "range": f"{_number(row.low or 0.0)} … {_number(row.high or 0.0)}" if known else "",
        "unit": row.unit,
        "from": row.valid_from,
        "to": row.valid_to,
        "place": row.place,
        "source": row.source,
        "confidence": text(f"policies_confidence_{row.confidence}", lang),
        "basis": row.basis,
    }


def _measure(one: Measure, lang: str) -> Row:
    return {
        "name": one.measure,
        "title": subscript(one.label(lang)),
        "document": _document(one.document, lang),
        "section": section_of(one.section, lang),
        "state": text(f"policies_state_{one.state}", lang),
        "how": subscript(one.how),
    }


@cache
def _measures() -> tuple[Measure, ...]:
    from experiments.measures import register

    return register()


def _document(title: str, lang: str) -> str:
    from experiments.labels import document_label
    from experiments.words import DOCUMENTS

    return document_label(title, lang) if title in DOCUMENTS else title


def _payer(payer: str, lang: str) -> str:
    return text(f"policies_payer_{(payer or 'nobody').replace(' ', '_')}", lang)


def _number(value: float) -> str:
    """Write a number as its table has it.

    >>> _number(13700.0), _number(-0.5), _number(0.00025)
    ('13,700', '−0.5', '0.00025')
    """
    if not math.isfinite(value):
        return ""
    return f"{value:,.10g}".replace("-", MINUS)
