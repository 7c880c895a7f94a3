"""Tables of an enterprise's card that tell what it weighed, what it did, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dashboards.numbers import digits
from dashboards.pages.park.card_tables import Sheet, heads, sheet
from dashboards.tables import Cell, number
from dashboards.texts import text
from experiments.explain.event_words import NUMBER_WORDS, REASON_WORDS, word_of
from experiments.explain.words import TALK_WORDS, VERDICT_WORDS, head, said
from experiments.labels import event_label, exchange_label, policy_label, technology_label

if TYPE_CHECKING:
    from experiments.explain import EnterpriseYear


def weighed(found: EnterpriseYear, lang: str) -> Sheet:
    """Return the retrofits weighed in January with their NPV and what became of each."""
    names = ("capex_cny", "grant_cny", "saving_cny_per_year", "npv_cny", "means_cny")
    rows = [
        [
            technology_label(row["technology"], lang),
            said(VERDICT_WORDS[row["verdict"]], lang),
            *(number(row[name] / 1e4) for name in names),
            number(row["tco2e_saved_per_year"]),
            number(row["round"], str(row["round"])),
        ]
        for row in found.weighed
    ]
    columns = [*heads(lang, "technology", "verdict", "capex", "grant", "saving", "npv"),
               text("park_col_means", lang), *heads(lang, "tco2e", "round")]  # fmt: skip
    return sheet("weighed", lang, columns, rows, text("park_weighed_note", lang))


def talks(found: EnterpriseYear, names: dict[str, str], lang: str) -> Sheet:
    """Return the exchanges talked about with the numbers of both sides and the verdict."""
    rows: list[Sequence[Cell]] = [
        [
            exchange_label(row["exchange"], lang),
            said(TALK_WORDS[row["verdict"]], lang),
            f"{head(row['side'], lang)} {names.get(row['partner'], row['partner'])}",
            row["period"],
            number(row["joint_gain_cny"]),
            number(row["worth_cny"]),
            number(row["forgone_cny"]),
            number(row["handling_cny"] + row["annuity_cny"]),
            number(row["giver_asks_cny"] + row["taker_asks_cny"]),
            number(row["km"]),
        ]
        for row in found.talks
    ]
    columns = [*heads(lang, "exchange", "verdict", "partner", "month", "joint gain", "worth",
                      "forgone", "handling", "asks"), text("park_col_km", lang)]  # fmt: skip
    return sheet("talks", lang, columns, rows, text("park_talks_note", lang))


def awards(found: EnterpriseYear, lang: str) -> Sheet:
    """Return what was awarded in the year."""
    rows = [
        [
            policy_label(row["policy"], lang),
            technology_label(row["technology"], lang),
            number(row["cny"] / 1e4),
        ]
        for row in found.awards
    ]
    columns = [*heads(lang, "policy", "technology", "money")]
    return sheet("awards", lang, columns, rows)


def events(found: EnterpriseYear, names: dict[str, str], lang: str) -> Sheet:
    """Return what it did and what happened to it, with why and the numbers."""
    rows = [
        [
            row["period"],
            event_label(row["event"], lang),
            _what(row, lang),
            _partner(row, found.enterprise, names),
            word_of(REASON_WORDS, row["reason"], lang) if "reason" in row else "",
            _numbers(row, lang),
        ]
        for row in found.events
    ]
    columns = [
        *heads(lang, "month"), text("park_col_event", lang), text("park_col_what", lang),
        *heads(lang, "partner"), text("park_col_why", lang), text("park_col_numbers", lang),
    ]  # fmt: skip
    return sheet("events", lang, columns, rows)


def _what(row: dict[str, Any], lang: str) -> str:
    if "exchange" in row:
        return exchange_label(row["exchange"], lang)
    if "technology" in row:
        return technology_label(row["technology"], lang)
    named = row.get("policy") or row.get("lever")
    return policy_label(named, lang) if named else ""


def _partner(row: dict[str, Any], enterprise: str, names: dict[str, str]) -> str:
    """Return the other side of an event."""
    sides = [row.get(name) for name in ("enterprise", "taker", "giver")]
    others = [side for side in sides if side and side != enterprise]
    return names.get(others[0], others[0]) if others else ""


def _numbers(row: dict[str, Any], lang: str) -> str:
    told = [
        f"{said(words, lang)} {digits(float(row[name]))}"
        for name, words in NUMBER_WORDS.items()
        if isinstance(row.get(name), int | float)
    ]
    return "; ".join(told) if lang == "en" else "；".join(told)
