"""A study as an xarray Dataset by point, replicate and year, and as netCDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.outcomes import OK
from sim.faults import Fault, InputError

if TYPE_CHECKING:
    import pandas

    from experiments.export.source import Source

DIMS = ("point", "replicate", "year")
_LARGEST = 2**31


def xarray_dataset(study: Source, frame: pandas.DataFrame | None = None) -> Any:
    """Return an `xarray.Dataset`: a variable an output by (point, replicate, year), with `units`.

    Coordinates: `point` is the point's id, with park, package, symbiosis and each parameter beside
    it; `seed`, `draw` and `run_id` are by (point, replicate). NaN stands where a run failed or was
    not carried out; its `run_id` is empty.

    Errors: `InputError` without the extra `xarray`.
    """
    try:
        import xarray
    except ModuleNotFoundError as error:
        mend = "install it with `pip install 'parkloop[xarray]'`"
        raise InputError([Fault("xarray", "it is not installed", mend)]) from error
    rows = study.frame() if frame is None else frame
    rows = rows[rows["status"] == OK]
    points = rows.drop_duplicates("point_id")
    known = {point: k for k, point in enumerate(points["point_id"].tolist())}
    point = np.array([known[one] for one in rows["point_id"].tolist()], dtype=np.int64)
    replicates, replicate = np.unique(rows["replicate"].to_numpy(), return_inverse=True)
    years, year = np.unique(rows["year"].to_numpy(), return_inverse=True)
    coords: dict[str, Any] = {
        "point": points["point_id"].to_numpy(dtype=object).astype(str),
        "replicate": replicates,
        "year": years,
    }
    for name in ("park", "package"):
        coords[name] = ("point", points[name].to_numpy(dtype=object).astype(str))
    for name in ("symbiosis", *study.parameters):
        coords[name] = ("point", points[name].to_numpy())
    for name, empty in (("seed", -1), ("draw", -1), ("run_id", "")):
        kind: Any = "U32" if name == "run_id" else np.int64
        block = np.full((len(points), len(replicates)), empty, dtype=kind)
        block[point, replicate] = rows[name].to_numpy()
        coords[name] = (DIMS[:2], block)
    data = {}
    for name in study.outputs:
        values = np.full((len(points), len(replicates), len(years)), np.nan)
        values[point, replicate, year] = rows[name].to_numpy()
        about = study.manifest["columns"][name]
        attributes = {"units": about["unit"], "long_name": about["en"], "iamc": about["variable"]}
        data[name] = (DIMS, values, attributes)
    about = {key: str(study.manifest[key]) for key in ("name", "model", "code", "tables", "begun")}
    return xarray.Dataset(data, coords, attrs={"study": study.study_id, **about})


def netcdf_bytes(study: Source, frame: pandas.DataFrame) -> bytes:
    """Return the dataset as netCDF 3, which every reader of netCDF reads.

    Whole numbers beyond 32 bits become float64. Errors: as of `xarray_dataset`.
    """
    dataset = xarray_dataset(study, frame)
    for name, column in dataset.coords.items():
        if column.dtype.kind == "i":
            small = column.size == 0 or bool((np.abs(column) < _LARGEST).all())
            dataset = dataset.assign_coords({name: column.astype(np.int32 if small else float)})
    return bytes(dataset.to_netcdf(engine="scipy"))
