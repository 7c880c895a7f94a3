"""What a run recorded: indicators by year and month, the long table, and the frames beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from experiments.flow_frame import flow_frame
from experiments.frame import Frame
from experiments.long_table import hash_table, long_table
from experiments.result_frames import enterprise_frame, event_frame, link_frame, plot_frame
from experiments.series import MeasuredBook, Series, SeriesBook
from sim.faults import Fault, InputError

if TYPE_CHECKING:
    from experiments.indicators.panel import Panel
    from sim.catalogue import Catalogue
    from sim.park import Park
    from sim.world import World

Floats = NDArray[np.float64]

PARTS = ("links", "events", "enterprises", "plots", "flows")
"""The frames beside the long table."""


class RunData:
    """What a run recorded, in memory or loaded from a folder; `Results` adds what one asks of it.

    Series and frames are worked out when first asked for.
    """

    def __init__(
        self,
        info: Callable[[], dict[str, Any]],
        regions: Sequence[str],
        years: Sequence[int],
        series: SeriesBook,
        parts: Mapping[str, Callable[[], Frame]],
    ) -> None:
        self.regions = list(regions)
        self.years: NDArray[np.int64] = np.array(years, dtype=np.int64)
        self._info = info
        self._series = series
        self._parts = dict(parts)
        self._frames: dict[str, Frame] = {}
        self.panel: Panel | None = None
        """The finished run behind results in memory; None where they were loaded."""

    @classmethod
    def of(cls, world: World, parks: Sequence[Park], info: Callable[[], dict[str, Any]]) -> Self:
        """Return what a world has recorded that has reached its horizon.

        `parks` are those that stand in it; `info` tells what determined the run, when it is asked.

        Errors: `ValueError` where months are still to come.
        """
        if world.month < world.months:
            raise ValueError(f"{world.months - world.month} months are still to come")
        from experiments.indicators.panel import Panel

        panel = Panel(world)
        results = cls(
            info=info,
            regions=world.columns.park_ids,
            years=panel.years.tolist(),
            series=MeasuredBook(panel),
            parts={
                "links": lambda: link_frame(panel),
                "events": lambda: event_frame(panel),
                "enterprises": lambda: enterprise_frame(panel, parks),
                "plots": lambda: plot_frame(parks),
                "flows": lambda: flow_frame(panel),
            },
        )
        results.panel = panel
        return results

    @cached_property
    def info(self) -> dict[str, Any]:
        """What determined the run: ids, versions, park, package, parameters, seed and horizon."""
        return self._info()

    @property
    def run_id(self) -> str:
        """The hash of everything that determines the run."""
        return str(self.info["run_id"])

    @property
    def catalogue(self) -> Catalogue:
        """The tables of this run, placed and drawn as they were for it."""
        from experiments.uncertainty import catalogue_of

        return catalogue_of(self.info.get("uncertainty"), self.info.get("draw", 0))

    @cached_property
    def result_hash(self) -> str:
        """The hash of the result table: regions, variables, units, periods and exact values."""
        return hash_table(self.table)

    @property
    def parts(self) -> list[str]:
        """The frames beside the long table, by name: those of `PARTS` that these results hold."""
        return [name for name in PARTS if name in self._parts]

    @property
    def parks(self) -> list[dict[str, Any]]:
        """What the park sheets say of each park: id, names, province, kind, area."""
        parks: list[dict[str, Any]] = self.info["parks"]
        return parks

    @cached_property
    def table(self) -> Frame:
        """The long table: model, scenario, region, variable, unit, period, value, seed.

        A period is a year (`2025`) or a month (`2025-07`); a flow's unit says which.
        """
        return long_table(self.info, self.regions, self.years, self._series.all())

    def iamc(self) -> Any:
        """Return the yearly rows as the pandas DataFrame that `pyam.IamDataFrame` reads."""
        table = self.table
        yearly = table.take(np.array([len(period) == 4 for period in table["period"]]))
        names = ("model", "scenario", "region", "variable", "unit")
        columns = {name: yearly[name] for name in names}
        columns["year"] = yearly["period"].astype(np.int64)
        return Frame({**columns, "value": yearly["value"]}).to_pandas()

    def names(self) -> list[str]:
        """Return the names of all indicators and parts of breakdowns, by variable."""
        return [one.name for one in self._series.all()]

    def series(self, name: str, region: str | None = None) -> Floats:
        """Return an indicator (by name or variable) of a park by year; the first park by default.

        Errors: `KeyError` for a name that these results do not have.
        """
        values: Floats = self.one(name).years[self._park(region)]
        return values

    def months(self, name: str, region: str | None = None) -> Floats:
        """Return an indicator of a park by month. Errors: `KeyError` where it is known by year."""
        months = self.one(name).months
        if months is None:
            raise KeyError(f"{name} is known by year only")
        values: Floats = months[self._park(region)]
        return values

    def one(self, name: str) -> Series:
        """Return an indicator's values and unit, by name or variable."""
        found = self._series.get(name)
        if found is None:
            raise KeyError(f"no indicator {name!r}; names() lists them")
        return found

    def indicators(self, lang: str = "en") -> Frame:
        """Return the indicators wide: region, name, variable, label, unit, one column a year."""
        from experiments.labels import variable_label

        rows = [
            {
                "region": region,
                "name": one.name,
                "variable": one.variable,
                "label": variable_label(one.variable, lang),
                "unit": one.unit_of("year"),
                **dict(zip(map(str, self.years.tolist()), one.years[k].tolist(), strict=True)),
            }
            for k, region in enumerate(self.regions)
            for one in self._series.all()
        ]
        return Frame.of_rows(rows)

    @property
    def links(self) -> Frame:
        """One row a contract: giver, taker, exchange, stream, periods, price, km, capex, amounts.

        Amounts are in t, 1000 m3, GJ or MWh (column `unit`), one column a year.
        """
        return self._frame("links")

    @property
    def events(self) -> Frame:
        """One row an event, in order: period, event, region, enterprise, partner, what, detail."""
        return self._frame("events")

    @property
    def enterprises(self) -> Frame:
        """One row an enterprise and year that it stood in, with every recorded variable."""
        return self._frame("enterprises")

    @property
    def plots(self) -> Frame:
        """The plots of the park file: region, place, area in mu, status."""
        return self._frame("plots")

    @property
    def flows(self) -> Frame:
        """One row a year, enterprise inside and stream; columns as `experiments.flow_frame.FLOWS`.

        Errors: `InputError` where a folder was saved before results held flows.
        """
        if "flows" not in self._parts:
            raise InputError([Fault("flows", "these results hold none", "run the scenario again")])
        return self._frame("flows")

    def __repr__(self) -> str:
        first, last = self.years[[0, -1]].tolist()
        return f"<{type(self).__name__} of {', '.join(self.regions)}, {first} to {last}>"

    def _frame(self, name: str) -> Frame:
        if name not in self._frames:
            self._frames[name] = self._parts[name]()
        return self._frames[name]

    def _park(self, region: str | None) -> int:
        return 0 if region is None else self.regions.index(region)
