"""Replays of a case over seeds beside its record: kinds, order and rate, never year or money."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.history.record import Case
from experiments.history.replay import Replay, Trio, replay

Floats = NDArray[np.float64]

PERCENTILES = (10, 50, 90)
"""The band of a figure over seeds."""


@dataclass(frozen=True)
class Comparison:
    """Replays of one case over seeds, and on the same seeds with a broker where one was asked for.

    A recorded exchange is found by a link of the same giver, taker and kind of stream.
    """

    case: Case
    replays: tuple[Replay, ...]
    brokered: tuple[Replay, ...] = ()
    proposals: float = 0.0

    @property
    def years(self) -> range:
        """The years replayed."""
        return range(self.case.first_year, self.case.last_year + 1)

    @cached_property
    def recorded(self) -> dict[Trio, int]:
        """First year of each dated exchange of the record that is counted."""
        found: dict[Trio, int] = {}
        for exchange in self.case.dated:
            assert exchange.year is not None
            found[exchange.trio] = min(exchange.year, found.get(exchange.trio, exchange.year))
        return found

    def recorded_cumulative(self) -> list[int]:
        """Return how many counted exchanges are recorded by the end of each year."""
        years = [x.year for x in self.case.dated if x.year is not None]
        return [sum(year <= end for year in years) for end in self.years]

    def band(self, replays: Sequence[Replay]) -> Floats:
        """Return links by the end of each year: (10th, 50th, 90th percentile over seeds, year)."""
        counts = np.array([one.cumulative() for one in replays], dtype=np.float64)
        band: Floats = np.percentile(counts, PERCENTILES, axis=0)
        return band

    def growth(self) -> list[dict[str, Any]]:
        """Return links by the end of each year: recorded, and percentiles of the replays."""
        columns: dict[str, Sequence[Any]] = {
            "year": self.years,
            "recorded": self.recorded_cumulative(),
        }
        for name, replays in (("replay", self.replays), ("brokered", self.brokered)):
            if replays:
                heads = [f"{name}_p{percent}" for percent in PERCENTILES]
                columns |= zip(heads, self.band(replays).tolist(), strict=True)
        rows = zip(*columns.values(), strict=True)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def kinds(self) -> list[dict[str, Any]]:
        """Return each kind's first recorded year, and when and how often replays found it."""
        rows = []
        for kind in sorted({trio[2] for trio in (*self.recorded, *self._found)}):
            years = [one.first_of_kind.get(kind) for one in self.replays]
            recorded = [year for trio, year in self.recorded.items() if trio[2] == kind]
            rows.append({"kind": kind, "recorded": min(recorded, default=None), **_spread(years)})
        return sorted(rows, key=_recorded_first)

    def exchanges(self) -> list[dict[str, Any]]:
        """Return every exchange that is recorded or was found, the same way."""
        counted = {x.trio for x in self.case.counted}
        rows = []
        for trio in sorted(counted | self._found):
            names = dict(zip(("giver", "taker", "kind"), trio, strict=True))
            years = [one.first_year.get(trio) for one in self.replays]
            known = {"counted": trio in counted, "recorded": self.recorded.get(trio)}
            rows.append({**names, **known, **_spread(years)})
        return sorted(rows, key=_recorded_first)

    @cached_property
    def _found(self) -> set[Trio]:
        return {trio for one in self.replays for trio in one.first_year}

    def rates(self, replays: Sequence[Replay]) -> Floats:
        """Return the links a year of each replay before the case's last year of the rate."""
        until = self._rate_until
        span = until - self.case.first_year
        counts = [one.cumulative()[span - 1] for one in replays]
        return np.array(counts) / span

    def recorded_rate(self) -> float:
        """Return the counted exchanges a year that are recorded in the same years."""
        span = self._rate_until - self.case.first_year
        return self.recorded_cumulative()[span - 1] / span

    def early_shares(self) -> tuple[float, float]:
        """Return the share of the links of those years in their first half: replay, record."""
        span = self._rate_until - self.case.first_year
        counts = np.array([one.cumulative() for one in self.replays])
        recorded = self.recorded_cumulative()
        early = span // 2 - 1
        replayed = counts[:, early].sum() / counts[:, span - 1].sum()
        return float(replayed), recorded[early] / recorded[span - 1]

    @property
    def _rate_until(self) -> int:
        return self.case.rate_until or self.case.last_year + 1

    def order_of_kinds(self) -> float:
        """Return Spearman's correlation of first years by kind: recorded, median replay."""
        rows = [row for row in self.kinds() if row["recorded"] is not None]
        late = self.case.last_year + 1.0
        middle = [late if row["median"] is None else row["median"] for row in rows]
        return _spearman([row["recorded"] for row in rows], middle)

    def order_of_links(self) -> float:
        """Return the median over seeds of Spearman's correlation over recorded exchanges."""
        return float(np.median([self._order(one.first_year.get) for one in self.replays]))

    def order_by_entry(self) -> float:
        """Return the correlation that the years of entry alone would give."""
        return self._order(self._possible.get)

    def _order(self, year: Callable[[Trio], float | None]) -> float:
        """Correlate recorded years with given ones; what never came is put after the last year."""
        late = self.case.last_year + 1.0
        given = [late if year(trio) is None else float(year(trio) or 0.0) for trio in self.recorded]
        return _spearman(list(self.recorded.values()), given)

    @cached_property
    def _possible(self) -> dict[Trio, int]:
        """The first possible year of each counted exchange."""
        possible = self.case.possible
        return {x.trio: possible(x.giver, x.taker, x.stream) for x in self.case.counted}

    def waits(self) -> Floats:
        """Return the years from possible to first flow of recorded exchanges that were found."""
        found = [(t, y) for one in self.replays for t, y in one.first_year.items()]
        return np.array([y - self._possible[t] for t, y in found if t in self.recorded])

    def recorded_waits(self) -> list[int]:
        """Return the years between possible and recorded start of the dated exchanges."""
        return [
            year - self._possible[t] for t, year in self.recorded.items() if t in self._possible
        ]

    def months_to_full(self) -> NDArray[np.int64]:
        """Return the months from signing to full size of all links that ran four years."""
        months = (x.months_to_full for one in self.replays for x in one.links)
        return np.array([wait for wait in months if wait is not None], dtype=np.int64)

    def chance_a_year(self, replays: Sequence[Replay]) -> float:
        """Return the chance a year that a possible exchange begins: births over years waited.

        Over all exchanges that came up in some replay, those that never came waiting to the end:
        a park that has nothing left to find does not look slow.
        """
        both = (*self.replays, *self.brokered)
        possible = {link.trio: link.possible for one in both for link in one.links}
        end = self.case.last_year + 1
        years = [
            (one.first_year.get(trio), year) for one in replays for trio, year in possible.items()
        ]
        births = sum(year is not None for year, _ in years)
        return births / sum((end if year is None else year) - since for year, since in years)

    def precision(self) -> tuple[float, float]:
        """Return the share of found exchanges that are recorded, and that of a random matcher."""
        counted = {x.trio for x in self.case.counted}
        feasible = self.replays[0].feasible
        found = [len(one.first_year) for one in self.replays]
        hits = [len(counted & one.first_year.keys()) for one in self.replays]
        return float(np.sum(hits) / np.sum(found)), len(counted & feasible) / len(feasible)

    def recall(self) -> tuple[float, float]:
        """Return the share of recorded exchanges that are found, and that of a random matcher."""
        counted = {x.trio for x in self.case.counted}
        feasible = self.replays[0].feasible
        found = np.mean([len(one.first_year) for one in self.replays])
        hits = np.mean([len(counted & one.first_year.keys()) for one in self.replays])
        return float(hits / len(counted)), float(found / len(feasible))


def compare(
    case: Case,
    seeds: Iterable[int],
    proposals: float = 0.0,
    advance: Callable[[int], None] = lambda done: None,
    assumption: Mapping[str, float] | None = None,
) -> Comparison:
    """Replay a case over seeds; with `proposals` a year also on the same seeds with a broker."""
    alone, helped = [], []
    for seed in seeds:
        alone.append(replay(case, seed, assumption=assumption))
        if proposals:
            helped.append(replay(case, seed, proposals, assumption))
        advance(len(alone) + len(helped))
    return Comparison(case, tuple(alone), tuple(helped), proposals)


def _spread(years: Sequence[float | None]) -> dict[str, Any]:
    """Return how many of the replays had it, and the percentiles of the year in those."""
    known = [year for year in years if year is not None]
    low, middle, high = np.percentile(known, PERCENTILES).tolist() if known else (None,) * 3
    return {"share": len(known) / len(years), "low": low, "median": middle, "high": high}


def _recorded_first(row: dict[str, Any]) -> tuple[float, float]:
    late = float("inf")
    return (
        late if row["recorded"] is None else row["recorded"],
        late if row["median"] is None else row["median"],
    )


def _spearman(first: Sequence[float], second: Sequence[float]) -> float:
    from scipy.stats import spearmanr

    return float(spearmanr(first, second).statistic)
