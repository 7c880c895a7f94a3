"""How one exchange runs: full size within two years, then noise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.facts.fact import Figure, fact
from experiments.facts.sample import Sample
from experiments.facts.trace import Floats, Ints, Trace, trace

FULL_SHARE = 0.8
"""Share of its long-run level at which an exchange has its full size."""


def yearly_of_link(found: Trace, rows: Ints) -> tuple[Ints, Floats]:
    """Return, for links known by their first contract, deliveries by (month, link)."""
    heads, place = np.unique(found.first[rows], return_inverse=True)
    months = np.zeros((found.months, len(heads)))
    for row, at in zip(rows.tolist(), place.tolist(), strict=True):
        months[:, at] += found.monthly[:, row]
    return heads, months


def months_to_full(delivered: Floats, start: int, end: int) -> int | None:
    """Return the months from the start until twelve-month deliveries reach their full size.

    Full size is `FULL_SHARE` of the mean from the third year on; None where a link ran less than
    four years or delivered nothing then. Twelve-month sums keep the season out; the count is that
    of the first month of the first full twelve.
    """
    flow = delivered[start:end]
    if len(flow) < 48 or flow[24:].sum() <= 0:
        return None
    level = flow[24:].mean()
    rolling = np.convolve(flow, np.ones(12) / 12.0, mode="valid")
    return int(np.argmax(rolling >= FULL_SHARE * level))


def variation(delivered: Floats, start: int, end: int) -> float | None:
    """Return the coefficient of variation of an established link's yearly deliveries.

    Full calendar years after the first; None where fewer than four delivered.
    """
    first, last = -(-start // 12) + 1, end // 12
    years = delivered[: len(delivered) // 12 * 12].reshape(-1, 12).sum(axis=1)[first:last]
    if len(years) < 4 or years.mean() <= 0:
        return None
    return float(years.std(ddof=1) / years.mean())


@fact(
    "step",
    "One exchange is a step: full size within one to two years of its first delivery",
    "Ulsan and Kalundborg exchanges (notes on cases)",
)
def step(sample: Sample) -> Sequence[Figure]:
    """Take every link born in the first five years that ran at least four."""
    waits = []
    for place, seed in sample.crowd():
        found = trace(place, seed, sample.until, ())
        heads, months = yearly_of_link(found, np.flatnonzero(found.link))
        for at, head in enumerate(heads.tolist()):
            if found.born[head] and found.start[head] < 60:
                end = min(int(found.last_month[head]), found.months)
                waits.append(months_to_full(months[:, at], int(found.start[head]), end))
    counted = np.array([wait for wait in waits if wait is not None], dtype=np.float64)
    said = f"{len(counted)} links of {sample.crowd_says}"
    return [
        Figure("median months to full size", float(np.median(counted)), said, 0, 24, "two years"),
        Figure(
            "share at full size within 24 months", float((counted <= 24).mean()), said, 0.5, 1.0,
            "direction: most links",
        ),
    ]  # fmt: skip


@fact(
    "gas",
    "Established gas exchanges vary by 10-25 percent a year",
    "Recorded deliveries of gas exchanges (notes on cases)",
)
def gas(sample: Sample) -> Sequence[Figure]:
    """Take every link by gas pipe with at least four full years after its first."""
    found_cvs: dict[str, list[float]] = {"gas": [], "heat": [], "water": [], "bulk": []}
    for place, seed in sample.crowd():
        found = trace(place, seed, sample.until, ())
        heads, months = yearly_of_link(found, np.flatnonzero(found.link))
        for at, head in enumerate(heads.tolist()):
            end = min(int(found.last_month[head]), found.months)
            cv = variation(months[:, at], max(int(found.start[head]), 0), end)
            if cv is not None:
                found_cvs[str(found.option_class[head])].append(cv)
    figures = []
    for kind, values in found_cvs.items():
        said = f"{len(values)} links of {sample.crowd_says}"
        what = f"median variation of {kind} links"
        value = float(np.median(values)) if values else float("nan")
        gas_pipe = Figure(what, value, said, 0.10, 0.25, "recorded")
        figures.append(gas_pipe if kind == "gas" else Figure(what, value, said))
    return figures
