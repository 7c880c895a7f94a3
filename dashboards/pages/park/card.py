"""The card of an enterprise in a year: what it is, and its tables, as plain frozen data."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.charts import amount_text
from dashboards.numbers import digits, percent
from dashboards.pages.park import card_decisions as decisions
from dashboards.pages.park import card_tables as tables
from dashboards.pages.park.card_tables import Sheet
from dashboards.texts import LANGUAGES, text
from sim.faults import InputError

if TYPE_CHECKING:
    from experiments.explain import EnterpriseYear
    from experiments.results import Results

OPEN = ("partners", "decisions", "terms")
"""Sections that stand open at first."""


@dataclass(frozen=True)
class Section:
    """A part of the card that folds: its name, its title, and its tables."""

    name: str
    title: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class Card:
    """What is told of an enterprise in a year: its name, facts (what, value) and sections."""

    enterprise: str
    name: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def firms_of(results: Results) -> dict[str, tuple[str, str]]:
    """Return the names by language of everyone that ever stood, by id."""
    frame = results.enterprises
    columns = (frame[name].tolist() for name in ("enterprise", "name_en", "name_zh"))
    return {enterprise: (en, zh) for enterprise, en, zh in zip(*columns, strict=True)}


def cards_of(results: Results, enterprise: str, year: int, lang: str) -> tuple[Card, ...]:
    """Return the card of an enterprise by its id; none for one that did not stand in the year."""
    from experiments.explain import EnterpriseYear

    try:
        found = results.explain(enterprise, year)
    except InputError:
        return ()
    if not isinstance(found, EnterpriseYear):
        return ()
    k = LANGUAGES.index(lang)
    names = {one: pair[k] for one, pair in firms_of(results).items()}
    links = tables.links_of(results, enterprise, year)
    parts = {
        "partners": (tables.partners(links, names, lang),),
        "decisions": (
            decisions.weighed(found, lang),
            decisions.talks(found, names, lang),
            decisions.awards(found, lang),
        ),
        "terms": (tables.terms(found, lang), tables.standing(found, lang)),
        "streams": (tables.streams(found, lang),),
        "events": (decisions.events(found, names, lang),),
        "accounts": (tables.accounts(found, lang),),
        "quantities": (tables.quantities(found, lang),),
    }
    card = Card(
        enterprise=enterprise,
        name=names.get(enterprise, enterprise),
        facts=tuple(_facts(found, len({row["partner"] for row in links}), lang)),
        sections=tuple(
            Section(name, text(f"park_section_{name}", lang), sheets)
            for name, sheets in parts.items()
        ),
    )
    return (card,)


def _facts(found: EnterpriseYear, partners: int, lang: str) -> list[tuple[str, str]]:
    from experiments.labels import role_label, sector_label

    about = found.about
    role = about["role"] if about["inside"] else "outside"
    facts = [
        ("sector", sector_label(about["sector"], lang)),
        ("role", role_label(role, lang)),
        ("months", text("park_months", lang, months=about["months"], year=found.year)),
        ("land", text("park_mu", lang, mu=digits(about["land_mu"]))),
        ("jobs", digits(about["jobs"], whole=True)),
        ("partners", digits(float(partners), whole=True)),
        ("co2", _co2(found, lang)),
    ]
    return [(text(f"park_fact_{name}", lang), value) for name, value in facts]


def _co2(found: EnterpriseYear, lang: str) -> str:
    """Return the own CO2 of the year and its change against the year before."""
    row = next((row for row in found.quantities if row["name"] == "co2"), None)
    if row is None:
        return "–"
    value = amount_text(row["value"], "t CO2/yr", lang)
    before = row["before"]
    if not before or not math.isfinite(before):
        return value
    change = percent(100.0 * (row["value"] - before) / before)
    return text("park_co2_change", lang, value=value, change=change, year=found.year - 1)
