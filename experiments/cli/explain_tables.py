"""The tables of `parkloop explain`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from experiments.explain.words import (
    ACCOUNT_WORDS,
    EXTRA_QUANTITIES,
    KIND_WORDS,
    OPERATION_WORDS,
    TALK_WORDS,
    VERDICT_WORDS,
    head,
    said,
    term_label,
)
from experiments.labels import (
    event_label,
    exchange_label,
    policy_label,
    recorded_label,
    stream_label,
    technology_label,
)
from experiments.summary import short

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from experiments.explain import CommitteeYear, EnterpriseYear

Row = dict[str, Any]

NO_CASH = ("depreciation", "write_offs")

TOP_OPTIONS = 12
"""Options shown of those weighed; JSON has all."""


def show_enterprise(console: Console, found: EnterpriseYear, lang: str) -> None:
    """Print an enterprise's year."""
    if found.standing:
        parts = (f"{policy_label(r['policy'], lang)} {r['name'].replace('_', ' ')} "
                 f"{short(r['value'])}" for r in found.standing)  # fmt: skip
        console.print(f"{head('standing', lang)}: {'; '.join(parts)}")
    console.print(_terms(found.terms, "terms", lang))
    console.print(_weighed(found.weighed, lang))
    if found.talks:
        console.print(_talks(found.talks, lang))
    _events(console, found.events, lang)
    console.print(_accounts(found, lang))
    console.print(_quantities(found.quantities, lang))
    console.print(_flows(found.flows, lang))


def show_committee(console: Console, found: CommitteeYear, lang: str) -> None:
    """Print the committee's year."""
    mode = head("adaptive" if found.adaptive else "fixed", lang)
    console.print(f"{head('committee', lang)}, {found.year} · {mode}", style="bold")
    years = list(found.levers[0]["years"]) if found.levers else []
    table = _table("levers", ("policy", "own", *years), lang, left=1)
    for row in found.levers:
        cells = (f"{value:g}" for value in row["years"].values())
        table.add_row(policy_label(row["policy"], lang), "✓" if row["local"] else "", *cells)
    console.print(table)
    table = _table("moves", ("policy", "strength", "gap", "fall", "cost"), lang, left=1)
    for row in found.moves:
        numbers = (row[name] for name in ("strength", "gap", "expected_fall_per_year"))
        cost = _wan(row["cost_cny_per_year"])
        table.add_row(policy_label(row["policy"], lang), *map(_number, numbers), cost)
    console.print(table if found.moves else f"{head('moves', lang)}: {head('nothing', lang)}")
    if found.gaps:
        told = (f"{row['year']}: {short(row['gap'])}" for row in found.gaps)
        console.print(f"{head('gap', lang)}: {', '.join(told)}")
    table = _table("books", ("policy", "party", "spent", "collected"), lang, left=2, money=True)
    for row in found.books:
        money = (_wan(row[name]) for name in ("spent_cny", "collected_cny"))
        table.add_row(policy_label(row["policy"], lang), row["party"], *money)
    console.print(table)
    _events(console, found.events, lang, "park events")
    console.print(_terms(found.terms, "park terms", lang))


def _table(title: str, heads: Sequence[str], lang: str, left: int, money: bool = False) -> Table:
    """Return an empty table; the first `left` columns are text."""
    from rich.table import Table

    unit = f", {head('money', lang)}" if money else ""
    table = Table(title=f"{head(title, lang)}{unit}", title_justify="left", pad_edge=False)
    for k, name in enumerate(heads):
        shown = name if name.isdigit() else head(name, lang)
        table.add_column(shown, justify="left" if k < left else "right")
    return table


def _terms(rows: list[Row], title: str, lang: str) -> Table:
    table = _table(title, ("term", "parts", "value", "unit"), lang, left=2)
    for row in rows:
        parts = [short(row["default"])] if row["default"] and _starts(row) else []
        parts += [
            f"{said(OPERATION_WORDS[p['operation']], lang)} {_number(p['value'])} "
            f"{policy_label(p['policy'], lang)}"
            for p in row["parts"]
        ]
        table.add_row(term_label(row["term"], lang), "\n".join(parts), short(row["value"]),
                      row["unit"])  # fmt: skip
    return table


def _starts(row: Row) -> bool:
    """Say whether a term's default is part of its value: no entry sets it anew."""
    return all(part["operation"] != "base" for part in row["parts"])


def _weighed(rows: list[Row], lang: str) -> Table:
    heads = ("technology", "round", "capex", "grant", "saving", "npv", "tco2e", "verdict")
    table = _table("weighed", heads, lang, left=1, money=True)
    for row in rows[:TOP_OPTIONS]:
        money = (row[k] for k in ("capex_cny", "grant_cny", "saving_cny_per_year", "npv_cny"))
        table.add_row(
            technology_label(row["technology"], lang), str(row["round"]), *map(_wan, money),
            _number(row["tco2e_saved_per_year"]), said(VERDICT_WORDS[row["verdict"]], lang),
        )  # fmt: skip
    if len(rows) > TOP_OPTIONS:
        table.caption = f"+ {len(rows) - TOP_OPTIONS}"
    return table


def _talks(rows: list[Row], lang: str) -> Table:
    """Return the table of the exchanges talked about; JSON has all."""
    heads = ("month", "exchange", "partner", "worth", "forgone", "handling", "asks", "joint gain",
             "verdict")  # fmt: skip
    table = _table("talks", heads, lang, left=3)
    for row in rows[:TOP_OPTIONS]:
        handling = row["handling_cny"] + row["annuity_cny"]
        asks = row["giver_asks_cny"] + row["taker_asks_cny"]
        numbers = (row["worth_cny"], row["forgone_cny"], handling, asks, row["joint_gain_cny"])
        table.add_row(
            row["period"], exchange_label(row["exchange"], lang),
            f"{head(row['side'], lang)} {row['partner']}", *map(_number, numbers),
            said(TALK_WORDS[row["verdict"]], lang),
        )  # fmt: skip
    if len(rows) > TOP_OPTIONS:
        table.caption = f"+ {len(rows) - TOP_OPTIONS}"
    return table


def _events(console: Console, events: list[Row], lang: str, title: str = "events") -> None:
    console.print(head(title, lang), style="italic")
    for event in events:
        words = [event["period"], event_label(event["event"], lang), event["enterprise"]]
        if "taker" in event:
            words.append(f"→ {event['taker']}")
        if "exchange" in event:
            words.append(exchange_label(event["exchange"], lang))
        if "technology" in event:
            words.append(technology_label(event["technology"], lang))
        for policy in (event[name] for name in ("policy", "lever") if name in event):
            words.append(policy_label(policy, lang))
        if "title" in event:
            words.append(event["title"])
        if "reason" in event:
            words.append(f"({event['reason']})")
        console.print(" ".join(filter(None, words)), highlight=False)
        numbers = [f"{name} {_number(value)}" for name, value in event.items() if _is_number(value)]
        if numbers:
            console.print(f"    {', '.join(numbers)}", style="dim", highlight=False)
    if not events:
        console.print(f"  {head('nothing', lang)}", style="dim")


def _accounts(found: EnterpriseYear, lang: str) -> Table:
    table = _table("accounts", ("account", "received", "paid"), lang, left=1, money=True)
    kind = ""
    for row in found.accounts:
        if row["kind"] != kind:
            kind = row["kind"]
            table.add_section()
            table.add_row(f"[dim]{said(KIND_WORDS[kind], lang)}[/]", "", "")
        sides = (_wan(row["cny"]), "") if row["cny"] > 0 else ("", _wan(-row["cny"]))
        table.add_row(said(ACCOUNT_WORDS[row["account"]], lang), *sides)
    cash = math.fsum(row["cny"] for row in found.accounts if row["account"] not in NO_CASH)
    table.add_section()
    table.add_row(head("net cash", lang), *((_wan(cash), "") if cash > 0 else ("", _wan(-cash))))
    return table


def _quantities(rows: list[Row], lang: str) -> Table:
    table = _table("quantities", ("quantity", "value", "before", "unit"), lang, left=1)
    for row in rows:
        name = row["name"]
        if name.endswith("_cny"):
            continue
        pair = EXTRA_QUANTITIES.get(name)
        label = said(pair, lang) if pair else recorded_label(name, lang)
        before = "" if row["before"] is None else short(row["before"])
        table.add_row(label, short(row["value"]), before, row["unit"])
    return table


def _flows(rows: list[Row], lang: str) -> Table:
    heads = ("stream", "amount", "unit", "market price", "by terms", "by charges", "price", "unit")
    table = _table("prices", heads, lang, left=1)
    for row in rows:
        side = head("out" if row["out"] else "into", lang)
        prices = () if row["out"] else (row["base_price"], row["by_terms"], row["by_charges"])
        cells = [_number(price) if price else "" for price in prices] or ["", "", ""]
        table.add_row(
            f"{side}: {stream_label(row['stream'], lang)}", short(row["amount"]), row["unit"],
            *cells, _number(row["price"]), f"CNY/{row['price_unit']}",
        )  # fmt: skip
    return table


def _wan(cny: float) -> str:
    """Return CNY in 10^4, as budgets and firms count."""
    return _number(cny / 1e4) if cny else ""


def _number(value: float) -> str:
    return f"−{short(-value)}" if value < 0 else short(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
