"""What an enterprise weighed and did in a year, with the numbers that decided it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.appraisal import Appraisal
from experiments.indicators.panel import Panel
from experiments.result_frames import period
from sim.catalogue import FIRST_YEAR
from sim.events import Event

Row = dict[str, Any]

VERDICTS = ("chosen", "loses_money", "beyond_means", "another_better")
"""What became of a technology that was weighed."""

TALKS = ("signed", "no_gain", "no_room")
"""What became of an exchange that two sides talked about: signed, no joint gain left, or one that
gains but no stream, share or money was left for it after better ones."""


def weighed(panel: Panel, row: int, year: int) -> list[Row]:
    """Return the retrofits that an enterprise weighed in January, by round, the best first.

    Keys: round (1 is the one in which support is awarded; later ones hold only what pays and can
    be paid for), technology, capex, grant, worth of support promised for later, saving a year, NPV
    without any support, tce and t CO2 saved a year, the means it could spend, and `verdict`, one of
    `VERDICTS`.
    """
    first, found, turn = (year - FIRST_YEAR) * 12, [], 0
    for one in panel.world.appraisals:
        if one.month != first:
            continue
        turn += 1
        rows = np.flatnonzero(one.options.enterprise == row)
        order = np.argsort(
            -(one.options.npv_cny + one.grant_cny + one.later_cny)[rows], kind="stable"
        )
        found += [_weighed(panel, one, option, turn) for option in rows[order].tolist()]
    return found


def _weighed(panel: Panel, one: Appraisal, option: int, turn: int) -> Row:
    options, grant = one.options, float(one.grant_cny[option])
    later = float(one.later_cny[option])
    means = float(one.means_cny[options.enterprise[option]])
    capex, npv = float(options.capex_cny[option]), float(options.npv_cny[option])
    if option in one.chosen:
        verdict = "chosen"
    elif npv + grant + later <= 0:
        verdict = "loses_money"
    else:
        verdict = "beyond_means" if capex - grant > means else "another_better"
    return {
        "round": turn,
        "technology": panel.catalogue.technologies[options.technology[option]],
        "capex_cny": capex,
        "grant_cny": grant,
        "later_support_worth_cny": later,
        "saving_cny_per_year": float(options.saving_cny[option]),
        "npv_cny": npv,
        "tce_saved_per_year": float(options.tce_saved[option]),
        "tco2e_saved_per_year": float(options.tco2e_saved[option]),
        "means_cny": means,
        "verdict": verdict,
    }


def talked(panel: Panel, row: int, year: int) -> list[Row]:
    """Return the exchanges that an enterprise could have signed in a year, in order.

    Keys: period, exchange, side (giver or taker), partner, km, trust, and CNY per thousand base
    units given (t, 1000 m3, GJ, MWh): `worth` to the taker, `forgone` by the giver, `handling` with
    its power, `annuity` of the capex, what each side `asks`, `joint_gain` that is left; `verdict`,
    one of `TALKS`.
    """
    first, world = (year - FIRST_YEAR) * 12, panel.world
    names, exchanges = world.columns.enterprises.name, panel.catalogue.exchanges
    signed = {
        (event["month"], event["enterprise"], event["taker"], event["exchange"])
        for event in world.events.between(first, first + 12)
        if event["event"] == "link_signed"
    }
    found = []
    for month, pairs in world.talks:
        if not first <= month < first + 12:
            continue
        gain, deal = pairs.gain, pairs.deal
        for k in np.flatnonzero((pairs.seller == row) | (pairs.buyer == row)).tolist():
            giver, taker = str(names[pairs.seller[k]]), str(names[pairs.buyer[k]])
            exchange = exchanges[pairs.exchange[k]]
            if (month, giver, taker, exchange) in signed:
                verdict = "signed"
            else:
                verdict = "no_gain" if not gain[k] > 0 else "no_room"
            gives = bool(pairs.seller[k] == row)
            amounts = {
                "worth": deal.worth[k],
                "forgone": deal.forgone[k],
                "handling": deal.handling[k] + deal.power[k],
                "annuity": 0.0 if pairs.stands[k] else deal.annuity[k],
                "giver_asks": deal.giver_asks_cny_per_t[k] / 1000.0,
                "taker_asks": deal.taker_asks_cny_per_t[k] / 1000.0,
                "joint_gain": gain[k],
            }
            found.append(
                {
                    "period": period(month),
                    "exchange": exchange,
                    "side": "giver" if gives else "taker",
                    "partner": taker if gives else giver,
                    "km": float(deal.km[k]),
                    "trust": float(deal.trust[k]),
                    **{f"{name}_cny": float(cny) * 1000.0 for name, cny in amounts.items()},
                    "verdict": verdict,
                }
            )
    return found


def awards(panel: Panel, row: int, year: int) -> list[Row]:
    """Return what an enterprise was awarded in a year: policy, technology, CNY with promises."""
    first, found = (year - FIRST_YEAR) * 12, []
    for one in panel.world.appraisals:
        if one.month != first:
            continue
        mine = one.chosen[one.options.enterprise[one.chosen] == row]
        for policy, award in sorted(one.award_cny.items()):
            for option in mine[award[mine] > 0].tolist():
                technology = panel.catalogue.technologies[one.options.technology[option]]
                found.append(
                    {"policy": policy, "technology": technology, "cny": float(award[option])}
                )
    return found


def happened(panel: Panel, name: str, year: int) -> list[Row]:
    """Return the events of a year in which an enterprise is a side, in order, with all numbers."""
    first = (year - FIRST_YEAR) * 12
    return [
        {"period": period(event["month"]), **{k: v for k, v in event.items() if k != "month"}}
        for event in panel.world.events.between(first, first + 12)
        if name in sides_of(event)
    ]


def marked(panel: Panel, name: str) -> NDArray[np.bool_]:
    """Return the years in which an enterprise is a side of an event, as flags."""
    found = np.zeros(len(panel.years), dtype=bool)
    for event in panel.world.events:
        if 0 <= event["month"] < panel.months and name in sides_of(event):
            found[event["month"] // 12] = True
    return found


def sides_of(event: Event) -> tuple[str | None, ...]:
    """Return the enterprises that an event tells of; None for a side it does not have."""
    return event["enterprise"], event.get("taker"), event.get("giver")
