"""Results of a run: what it recorded, and the targets, evaluations, figures and files made of it.

>>> from experiments import Scenario
>>> results = Scenario("kalundborg", package="none", until=2020).run()
>>> results.regions, results.years.tolist()
(['kalundborg'], [2020])
>>> results.indicators().where(name="links_active")["unit"].tolist()
['count']
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.frame import Frame
from experiments.run_data import RunData

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.explain import CommitteeYear, EnterpriseYear
    from experiments.targets import TargetResult


class Results(RunData):
    """What a run gives, in memory or loaded from a folder.

    `Scenario.run` and `Scenario.results` give results of a finished world, `Results.load` reads
    what `save` wrote, bit by bit.
    """

    def targets(self, tce: str = "calorific") -> list[TargetResult]:
        """Return every target of the table with its value, or why it has none.

        `tce` says how power and heat count in energy: `calorific` or `equal_value`.
        """
        from experiments.targets import evaluate_all

        return evaluate_all(self, tce)

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

        return load_results(Path(folder), cls)
