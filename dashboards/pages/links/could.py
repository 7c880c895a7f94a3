"""Tables of what could be: the optimum and what blocks it, opportunities, missing enterprises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboards.numbers import digits, scale_of
from dashboards.pages.links.data import Pair
from dashboards.tables import Cell, number, table
from dashboards.texts import LANGUAGES, text
from experiments.labels import exchange_label, unit_label

if TYPE_CHECKING:
    from experiments.symbiosis.missing import Missing
    from experiments.symbiosis.opportunities import Opportunities
    from experiments.symbiosis.optimum import YearOfOptimum

OBJECTIVES: Final = {
    "net_benefit_cny": "CNY",
    "reused_t": "t/yr",
    "co2_avoided_tco2e": "t CO2/yr",
}
"""Measures of symbiosis and their units."""

_LOOK = 80
_BLOCKS = (
    "unknown", "no_talks", "untrusted", "unprofitable", "permit", "lead_time", "capex", "capacity",
    "open",
)  # fmt: skip


def optimum_table(year: YearOfOptimum, lang: str) -> str:
    """Return a row an objective: optimum, what runs, its share, and what blocks the rest."""
    heads = ("what", "best", "running", "share", "delivered_share")
    columns = [text(f"links_opt_{name}", lang) for name in heads]
    columns += [reason(name, lang) for name in _BLOCKS]
    rows: list[tuple[str, list[Cell]]] = []
    for name, unit in OBJECTIVES.items():
        best = year.optimum[name][name]
        cells: list[Cell] = [text(f"links_measure_{name}", lang)]
        cells += [measured(best, unit, lang), measured(year.market[name], unit, lang)]
        cells += [_percent(year.share(name)), _percent(year.delivered_share(name))]
        cells += [
            _percent(year.blocks[name][one.replace("_", " ")] / best if best else 0.0)
            for one in _BLOCKS
        ]
        rows.append((name, cells))
    return table(columns, rows)


def opportunity_table(found: Opportunities, names: dict[str, Pair], lang: str) -> str:
    """Return a row an opportunity, the best first."""
    heads = ("giver", "taker", "exchange", "amount", "unit", "benefit", "co2", "capex", "reason")
    k = LANGUAGES.index(lang)
    return table(
        [text(f"links_could_{name}", lang) for name in heads],
        [
            (
                str(at),
                [
                    names.get(row["giver"], (row["giver"],) * 2)[k],
                    names.get(row["taker"], (row["taker"],) * 2)[k],
                    exchange_label(row["exchange"], lang)[:_LOOK],
                    number(row["amount_per_year"]),
                    unit_label(row["unit"], lang),
                    measured(row["net_benefit_cny"], "CNY", lang),
                    number(row["co2_avoided_tco2e"]),
                    measured(row["capex_cny"], "CNY", lang),
                    reason(row["reason"], lang),
                ],
            )
            for at, row in enumerate(found.rows)
        ],
    )


def missing_table(found: Missing, lang: str) -> str:
    """Return a row a sector whose enterprise would add to the optimum, the most first."""
    heads = ("sector", "benefit", "reused", "co2", "links", "land", "fits")
    return table(
        [text(f"links_missing_{name}", lang) for name in heads],
        [
            (
                row["sector"],
                [
                    row["name_zh" if lang == "zh" else "name_en"],
                    measured(row["adds"]["net_benefit_cny"], "CNY", lang),
                    measured(row["adds"]["reused_t"], "t/yr", lang),
                    measured(row["adds"]["co2_avoided_tco2e"], "t CO2/yr", lang),
                    number(float(row["links"]), str(row["links"])),
                    number(row["land_mu"]),
                    text("links_fits" if row["fits"] else "links_fits_not", lang),
                ],
            )
            for row in found.rows
            if row["adds"]["net_benefit_cny"] > 0.0
        ],
    )


def reason(name: str, lang: str) -> str:
    """Return what blocks a link."""
    return text(f"links_block_{name.replace(' ', '_')}", lang)


def measured(value: float, unit: str, lang: str) -> Cell:
    """Return a number scaled and with its unit, sorted and saved as it is."""
    scale = scale_of(value, unit, lang)
    return number(value, f"{digits(value / scale.divisor)} {scale.name}")


def _percent(share: float) -> Cell:
    value = 100.0 * share
    return number(value, f"{digits(value)} %" if abs(value) >= 5e-3 else "0 %")
