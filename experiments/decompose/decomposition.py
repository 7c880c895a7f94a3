"""A change and the effects that make it up: in all, by enterprise, sector and carrier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.decompose.ladder import EFFECTS, MEASURES, RUNGS, Key, Ladders, ladders
from experiments.decompose.lmdi import lmdi
from experiments.frame import Frame, text_column
from sim.faults import Fault, raise_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from experiments.run_data import RunData

UNITS = {"co2": "t CO2", "energy": "tce"}
GROUPS = ("enterprise", "sector", "carrier")


@dataclass(frozen=True)
class Decomposition:
    """The change of a park's CO2 (t) or energy (tce) from `start` to `end`, split into effects.

    `cells` has one row an enterprise and carrier: its sector, `before`, `after` and one column an
    effect of `EFFECTS`, which sum to after - before.
    """

    of: str
    before: str
    after: str
    region: str
    cells: Frame

    @property
    def unit(self) -> str:
        """The unit of every number."""
        return UNITS[self.of]

    @property
    def start(self) -> float:
        """The total at the first end."""
        return float(self.cells["before"].sum())

    @property
    def end(self) -> float:
        """The total at the second end."""
        return float(self.cells["after"].sum())

    @property
    def effects(self) -> dict[str, float]:
        """Each effect summed over the park."""
        return {name: float(self.cells[name].sum()) for name in EFFECTS}

    @property
    def without_grid(self) -> float:
        """The change that the factors of power do not make: the park's own."""
        return self.end - self.start - self.effects["grid"]

    def by(self, group: str) -> Frame:
        """Sum before, after and the effects by one of `GROUPS`, the largest change first."""
        cells, columns = self.cells, ("before", "after", *EFFECTS)
        names, place = np.unique(cells[group].astype(str), return_inverse=True)
        sums = np.array([np.bincount(place, cells[one], len(names)) for one in columns])
        order = np.argsort(-np.abs(sums[1] - sums[0]), kind="stable")
        found: dict[str, Any] = {group: text_column([str(names[k]) for k in order])}
        return Frame({**found, **dict(zip(columns, sums[:, order], strict=True))})

    def enterprise(self, name: str) -> Decomposition:
        """Return the same of one enterprise, with its carriers as cells.

        Errors: `InputError` for an enterprise that stood at neither end.
        """
        rows = self.cells.where(enterprise=name)
        if not len(rows):
            known = ", ".join(self.by("enterprise")["enterprise"][:3])
            wrong = "stood in the park at neither end, or used no energy"
            raise_faults([Fault(f"enterprise {name}", wrong, f"write one such as {known}")])
        return Decomposition(self.of, self.before, self.after, self.region, rows)

    def as_json(self, group: str = "enterprise") -> dict[str, Any]:
        """Return totals, effects and the same by one of `GROUPS`, ready for `json.dumps`."""
        return {
            "of": self.of,
            "unit": self.unit,
            "region": self.region,
            "from": self.before,
            "to": self.after,
            "start": self.start,
            "end": self.end,
            "change": self.end - self.start,
            "effects": self.effects,
            "change_without_grid": self.without_grid,
            f"by_{group}": list(self.by(group).rows()),
        }


def decompose(
    results: RunData,
    first: int,
    last: int,
    of: str = "co2",
    other: RunData | None = None,
    tce: str = "calorific",
    region: str | None = None,
) -> Decomposition:
    """Split the change of a park's CO2 or energy from year `first` to `last`.

    With `other`, from `results` in `first` to `other` in `last`: two runs in the same year tell the
    scenarios' difference. `of` is one of `MEASURES`; `tce` says how power and heat count in energy,
    `calorific` or `equal_value`.

    Errors: `InputError` with every fault of the years, `of`, the region and the parks.
    """
    region = region or results.regions[0]
    second = results if other is None else other
    raise_faults(list(_faults(results, second, first, last, of, region)))
    ends = ladders(results, first, of, tce, region), ladders(second, last, of, tce, region)
    keys = sorted({key for end in ends for key in end.cells})
    sectors = {**_sectors(second), **_sectors(results)}
    effects = _effects(keys, *ends)
    columns: dict[str, Any] = {
        "enterprise": text_column([who for who, _ in keys]),
        "sector": text_column([sectors[who] for who, _ in keys]),
        "carrier": text_column([carrier for _, carrier in keys]),
    }
    for name, end in zip(("before", "after"), ends, strict=True):
        columns[name] = np.array([end.of(key)[-1] for key in keys])
    columns |= {name: effects[:, k] for k, name in enumerate(EFFECTS)}
    labels = str(first), str(last)
    if other is not None:
        titles = results.info["scenario"], other.info["scenario"]
        labels = f"{titles[0]}, {first}", f"{titles[1]}, {last}"
    return Decomposition(of, *labels, region, Frame(columns))


def _effects(keys: list[Key], before: Ladders, after: Ladders) -> Any:
    """Return the effects of each cell, by (cell, `EFFECTS`)."""
    found = np.zeros((len(keys), len(EFFECTS)))
    for kind, rungs in RUNGS.items():
        cells = [k for k, (_, name) in enumerate(keys) if (name if name in RUNGS else "") == kind]
        if not cells:
            continue
        ends = [np.array([end.of(keys[k]) for k in cells]).T for end in (before, after)]
        for effect, amounts in zip(rungs, lmdi(*ends), strict=True):
            found[cells, EFFECTS.index(effect)] += amounts
    stays = np.array(
        [all(end.firms.get(who, (0.0,))[0] for end in (before, after)) for who, _ in keys]
    )
    moved = np.where(stays, 0.0, found[:, EFFECTS.index("structure")])
    found[:, EFFECTS.index("structure")] -= moved
    found[:, EFFECTS.index("entry_exit")] += moved
    return found


def _sectors(results: RunData) -> dict[str, str]:
    firms = results.enterprises
    return dict(zip(firms["enterprise"].tolist(), firms["sector"].tolist(), strict=True))


def _faults(
    results: RunData, other: RunData, first: int, last: int, of: str, region: str
) -> Iterator[Fault]:
    for name, one, year in (("from", results, first), ("to", other, last)):
        if year not in one.years:
            span = f"{one.years[0]} to {one.years[-1]}"
            yield Fault(f"{name} {year}", "is no year of the run", f"write {span}")
        if region not in one.regions:
            yield Fault(f"region {region}", "is no park of the run", f"write {one.regions[0]}")
    if of not in MEASURES:
        yield Fault(f"of {of}", "is not known", f"write {' or '.join(MEASURES)}")
