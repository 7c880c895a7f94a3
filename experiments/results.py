"""Results of a run: the long table, indicators, links, events, targets and figures.

>>> from experiments import Scenario
>>> results = Scenario("kalundborg", package="none", until=2020).run()
>>> results.regions, results.years.tolist()
(['kalundborg'], [2020])
>>> results.indicators().where(name="links_active")["unit"].tolist()
['count']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.flow_frame import flow_frame
from experiments.frame import Frame
from experiments.long_table import hash_table, long_table
from experiments.result_frames import enterprise_frame, event_frame, link_frame, plot_frame
from experiments.run_info import describe
from experiments.series import MeasuredBook, Series, SeriesBook
from sim.faults import Fault, InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.explain import CommitteeYear, EnterpriseYear
    from experiments.indicators.panel import Panel
    from experiments.scenario import Scenario
    from experiments.targets import TargetResult
    from sim.catalogue import Catalogue
    from sim.world import World

Floats = NDArray[np.float64]

PARTS = ("links", "events", "enterprises", "plots", "flows")
"""The frames beside the long table."""


class Results:
    """What a run gives, in memory or loaded from a folder.

    Series and frames are worked out when first asked for. `Results.of` makes results of a finished
    world, `Results.load` reads what `save` wrote, bit by bit.
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
    def of(cls, scenario: Scenario, world: World) -> Results:
        """Return the results of a world that has reached its horizon.

        Errors: `ValueError` where months are still to come.
        """
        if world.month < world.months:
            raise ValueError(f"{world.months - world.month} months are still to come")
        from experiments.indicators.panel import Panel

        panel = Panel(world)
        parks = [scenario.park]
        results = cls(
            info=lambda: describe(scenario, world),
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

    def targets(self, tce: str = "calorific") -> list[TargetResult]:
        """Return every target of the table with its value, or why it has none.

        `tce` says how power and heat count in energy: `calorific` or `equal_value`.
        """
        from experiments.targets import evaluate

        return [found for region in self.regions for found in evaluate(self, region, tce)]

    def evaluation(
        self,
        system: str | None = None,
        tce: str = "calorific",
        market: bool = False,
        given: Mapping[str, float] | None = None,
        lang: str = "en",
    ) -> Frame:
        """Return an evaluation system (or all) on this run: a row an indicator and year.

        Columns and switches as `experiments.evaluation.evaluate`.
        """
        from experiments.evaluation import evaluate

        return evaluate(self, system, tce, market, given, lang)

    def explain(
        self, enterprise: str, year: int, region: str | None = None
    ) -> EnterpriseYear | CommitteeYear:
        """Return an enterprise's year: terms by policy, decisions, money, energy, carbon, water.

        Of `committee` its levers, moves and books. Errors as `experiments.explain.explain`.
        """
        from experiments.explain import explain

        return explain(self, enterprise, year, region)

    def figure(self, name: str, lang: str = "en", **options: Any) -> Figure:
        """Draw a figure of `experiments.figures.FIGURES` by name, in English or Chinese."""
        from experiments.figures import draw

        return draw(name, self, lang=lang, **options)

    def as_json(self) -> dict[str, Any]:
        """Return run id, result hash, indicators by year and targets, ready for `json.dumps`."""
        from experiments.results_io import json_content

        return json_content(self)

    def save(self, folder: Path | str, overwrite: bool = False) -> Path:
        """Write Parquet files and `run.json` into a new folder, all of them or none.

        Errors: `InputError` where the folder holds anything, unless `overwrite` is given and it
        holds results.
        """
        from experiments.results_io import save_results

        return save_results(self, Path(folder), overwrite)

    @classmethod
    def load(cls, folder: Path | str) -> Results:
        """Read results that `save` wrote.

        Errors: `InputError` where it is no result folder, of another format or damaged.
        """
        from experiments.results_io import load_results

        return load_results(Path(folder))

    def __repr__(self) -> str:
        first, last = self.years[[0, -1]].tolist()
        return f"<Results of {', '.join(self.regions)}, {first} to {last}>"

    def _frame(self, name: str) -> Frame:
        if name not in self._frames:
            self._frames[name] = self._parts[name]()
        return self._frames[name]

    def _park(self, region: str | None) -> int:
        return 0 if region is None else self.regions.index(region)
