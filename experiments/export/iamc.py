"""A study as the IAMC table of integrated assessment: as `pyam.IamDataFrame` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.export.csv_file import table_bytes
from experiments.export.names import policy_names, replicate_names
from experiments.outcomes import OK

if TYPE_CHECKING:
    import pandas

    from experiments.export.source import Source

INDEX = ("model", "scenario", "region", "variable", "unit")
"""The columns of the format before the years."""


def iamc_table(study: Source, frame: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return model, scenario, region, variable, unit, year, value: one row a number.

    A region is a park. A scenario is a package with what was changed, and in a study of more than
    one replicate its seed and draw: `baseline (subsidy=0.5)|seed 2`. Failed runs are left out.
    """
    import pandas

    rows = study.frame() if frame is None else frame
    rows = rows[rows["status"] == OK]
    scenario = policy_names(study, rows)
    if len(set(zip(study.design["seed"], study.design["draw"], strict=True))) > 1:
        scenario = scenario + "|" + replicate_names(rows)
    pieces = []
    for output in study.outputs:
        columns: dict[str, Any] = {
            "model": f"ParkLoop {study.manifest['model']}",
            "scenario": scenario,
            "region": rows["park"].to_numpy(),
            "variable": study.variable(output),
            "unit": study.unit(output),
            "year": rows["year"].to_numpy(),
            "value": rows[output].to_numpy(),
        }
        pieces.append(pandas.DataFrame(columns))
    table = pandas.concat(pieces, ignore_index=True)
    return table[np.isfinite(table["value"])].reset_index(drop=True)


def iamc_bytes(study: Source, frame: pandas.DataFrame) -> bytes:
    """Return the IAMC table as CSV with one column a year."""
    long = iamc_table(study, frame)
    wide = long.pivot(index=list(INDEX), columns="year", values="value").reset_index()
    heads = [name.capitalize() if name in INDEX else str(name) for name in wide.columns]
    return table_bytes(wide, heads)
