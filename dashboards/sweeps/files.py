"""A sweep's results as files, made in a worker process from a store that lasts as long."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dashboards.sweeps.sweep import Sweep
    from experiments.study import Study

FORMS: Final = ("csv", "xlsx")


def given_of(sweep: Sweep) -> tuple[Any, ...]:
    """Return what `file_of` needs of a sweep beside the form."""
    return sweep.study, sweep.years, sweep.values, dict(sweep.errors)


def file_of(
    form: str,
    study: Study,
    years: tuple[int, ...],
    values: NDArray[np.float64],
    errors: Mapping[int, str],
) -> bytes:
    """Return the runs that were carried out, a row a run and year, as `parkloop results` exports.

    `values` are by (replicate, point, year, output); `errors` those of failed runs by their place
    in the study. Runs without either are left out.
    """
    from experiments.export.write import FORMS as WRITERS
    from experiments.outcomes import ERROR, OK, Outcome
    from experiments.store.reader import Stored
    from experiments.store.writer import Store

    runs = study.runs()
    flat = values.reshape(-1, *values.shape[2:])
    outcomes = []
    for at, run in enumerate(runs):
        if at in errors:
            outcomes.append(Outcome(run.run_id, ERROR, errors[at]))
        elif years and not np.isnan(flat[at]).all():
            outcomes.append(Outcome(run.run_id, OK, years=years, values=flat[at]))
    _, module, function = WRITERS[form]
    with tempfile.TemporaryDirectory(prefix="parkloop-") as folder:
        with Store(Path(folder)) as store:
            store.enter(study.name, runs, study.outputs, study)
            if outcomes:
                store.commit(outcomes, study.outputs)
        kept = Stored(folder).study(study.name)
        write = getattr(import_module(f"experiments.export.{module}"), function)
        content: bytes = write(kept, kept.frame())
    return content
