"""Links by class, by how they were found, by why they ended, and what they bring their sides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.linkbook import LinkBook
from experiments.indicators.panel import Panel
from experiments.indicators.stream_class import CLASSES, class_of
from experiments.outputs.registry import family
from experiments.results import Results
from sim.columns import ENDINGS, NEVER

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FOUND, BROKERED = "found", "brokered"


def ending_names() -> tuple[str, ...]:
    """Return why links end, as names of parts."""
    return tuple(name.replace(" ", "_") for name in ENDINGS)


@family("links_by_class", "count", lambda: CLASSES)
def links_by_class(results: Results) -> dict[str, Floats]:
    """Links that run in December, by class of the stream given."""
    panel = panel_of(results)
    links, kinds = panel.links, classes(panel)
    december = 12 * np.arange(1, len(panel.years) + 1) - 1
    runs = links.start[:, None] <= december
    runs &= (december < links.end[:, None]) & (links.counted & (links.park == 0))[:, None]
    return {name: runs[kinds == name].sum(axis=0, dtype=np.float64) for name in CLASSES}


@family("links_born_by", "count", lambda: (FOUND, BROKERED))
def links_born_by(results: Results) -> dict[str, Floats]:
    """Links begun in the year and no renewals, by whether a broker's study brought them about."""
    panel = panel_of(results)
    contracts, proposals = panel.world.columns.contracts, panel.world.proposals
    pairs = zip(contracts.giver_prospect.tolist(), contracts.taker_prospect.tolist(), strict=True)
    studied = np.array([proposals.get(pair, NEVER) for pair in pairs], dtype=np.int64)
    brokered = studied <= contracts.signed_month
    links = panel.links
    return {
        name: _by_year(links, links.born & which, links.start, panel)
        for name, which in ((FOUND, ~brokered), (BROKERED, brokered))
    }


@family("links_ended_by", "count", ending_names)
def links_ended_by(results: Results) -> dict[str, Floats]:
    """Links that end in the year and are not renewed within 12 months, by what ended them."""
    panel = panel_of(results)
    links, ending = panel.links, panel.world.columns.contracts.ending
    return {
        name: _by_year(links, links.died & (ending == k), links.end, panel)
        for k, name in enumerate(ending_names())
    }


@family("links_gain", "CNY", lambda: ("cny",))
def links_gain(results: Results) -> dict[str, Floats]:
    """Joint gain a unit as both sides saw it at signing x units delivered, CNY of the year.

    Contracts of the park file were never weighed in the run and count nothing.
    """
    panel = panel_of(results)
    links, gain = panel.links, np.zeros(len(panel.links))
    signed = np.flatnonzero(panel.world.columns.contracts.signed_month >= 0)
    events = [event for event in panel.world.events if event["event"] == "link_signed"]
    told = {_key(event): float(event["joint_gain_cny_per_unit"]) for event in events}
    names, options = panel.world.columns.enterprises.name, panel.catalogue.exchanges
    for row in signed.tolist():
        key = (
            str(names[links.giver[row]]), str(names[links.taker[row]]),
            options[links.exchange[row]], int(links.start[row]),
        )  # fmt: skip
        gain[row] = told.get(key, 0.0)
    rows = links.counted & (links.park == 0)
    by_year: Floats = (links.delivered[:, rows] * gain[rows]).sum(axis=1)
    return {"cny": by_year}


def panel_of(results: Results) -> Panel:
    """Return the finished run behind results. Errors: `ValueError` where they were loaded."""
    if results.panel is None:
        raise ValueError("outputs of studies need the run itself, not results of a folder")
    return results.panel


def classes(panel: Panel) -> NDArray[np.object_]:
    """Return the class of every contract's stream."""
    names = np.array([class_of(name) for name in panel.catalogue.streams], dtype=object)
    found: NDArray[np.object_] = names[panel.links.stream]
    return found


def _by_year(links: LinkBook, rows: Flags, month: NDArray[np.int64], panel: Panel) -> Floats:
    counted: Floats = links.count(rows, month, panel.parks, len(panel.years))[0]
    return counted


def _key(event: dict[str, object]) -> tuple[str, str, str, int]:
    facts: Sequence[object] = [event[name] for name in ("enterprise", "taker", "exchange")]
    giver, taker, option = (str(fact) for fact in facts)
    return giver, taker, option, int(str(event["starts"]))
