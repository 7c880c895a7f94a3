"""A study as EMA Workbench holds results: experiments and outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.export.names import policy_names
from experiments.outcomes import OK
from sim.faults import Fault, InputError

if TYPE_CHECKING:
    import pandas

    from experiments.export.source import Source

Floats = NDArray[np.float64]

TIME = "TIME"


def ema_results(
    study: Source, frame: pandas.DataFrame | None = None
) -> tuple[pandas.DataFrame, dict[str, Floats]]:
    """Return the tuple that the analysis functions of EMA Workbench take.

    `experiments` has one row a run: the parameters of the study, symbiosis, seed, draw, and as EMA
    asks for them `scenario` (a number for each combination of uncertainties, seed and draw),
    `policy` (the package with its levers) and `model` (the park). `outcomes` maps each output, and
    `TIME`, to (run, year). Failed runs are left out: EMA's functions take no NaN.

    Errors: `InputError` where no run was finished.
    """
    rows = study.frame() if frame is None else frame
    rows = rows[rows["status"] == OK]
    if not len(rows):
        mend = "give the sweep again, or choose other rows"
        raise InputError([Fault(f"study {study.study_id}", "no run chosen is finished", mend)])
    runs = rows.drop_duplicates("run_id").reset_index(drop=True)
    years = np.unique(rows["year"].to_numpy())
    run = runs.reset_index().set_index("run_id")["index"]
    at = run.loc[rows["run_id"]].to_numpy(), np.searchsorted(years, rows["year"].to_numpy())
    outcomes: dict[str, Floats] = {TIME: np.tile(years.astype(np.float64), (len(runs), 1))}
    for name in study.outputs:
        outcomes[name] = np.full((len(runs), len(years)), np.nan)
        outcomes[name][at] = rows[name].to_numpy()
    return _experiments(study, runs), outcomes


def _experiments(study: Source, runs: pandas.DataFrame) -> pandas.DataFrame:
    import pandas

    parameters = study.parameters
    uncertain = [name for name in parameters if not name.startswith("strength_")]
    columns: dict[str, Any] = {name: runs[name].to_numpy() for name in parameters}
    columns.update({name: runs[name].to_numpy() for name in ("symbiosis", "seed", "draw")})
    columns["scenario"] = runs.groupby([*uncertain, "seed", "draw"], sort=False).ngroup().to_numpy()
    columns["policy"] = pandas.Categorical(policy_names(study, runs))
    columns["model"] = pandas.Categorical(runs["park"].to_numpy(dtype=object))
    return pandas.DataFrame(columns)
