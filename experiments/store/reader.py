"""Reading a store: its studies, their designs and outcomes; nothing is written or locked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.frame import Frame
from experiments.nearest import nearest
from experiments.outcomes import ERROR, OK, Outcomes
from experiments.store.book import read_design
from experiments.store.head import read_head
from experiments.store.ids import packed_ids
from experiments.store.layout import (
    ASSUMPTION,
    FOR_PEOPLE,
    PREFIXES,
    RUN_KINDS,
    STRENGTH,
    STUDIES,
)  # fmt: skip
from experiments.store.parts import Truncated
from experiments.store.shelf import Shelf
from sim.faults import Fault, InputError

if TYPE_CHECKING:
    import pandas

_HIDDEN = ("park_digest", "package_digest")
_AS_TABLES = 0.5


class Stored:
    """A store as it stands now; make another one to see what a sweep has added since.

    `damaged` names files that cannot be read: their runs count as not carried out, and the same
    sweep given again replaces them.

    Errors: `InputError` where the folder is no store, or one of another format.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.head = read_head(self.folder)
        self.damaged: list[str] = []

    @cached_property
    def shelf(self) -> Shelf:
        """Which run is in which file."""
        return Shelf(self.folder, lambda path: self.damaged.append(path.name))

    @property
    def studies(self) -> list[str]:
        """The ids of the studies, `<name>-<digest>`, in the order in which they were begun."""
        found = []
        for path in (self.folder / STUDIES).glob("*.json"):
            manifest = _read_manifest(path)
            found.append((manifest["begun"], path.stem))
        return [study for _, study in sorted(found)]

    def study(self, name: str | None = None) -> StoredStudy:
        """Return a study by its name or id; the only one by default.

        Errors: `InputError` naming the nearest, or the several that it may be.
        """
        known = self.studies
        place = f"study {name}" if name else f"store {self.folder}"
        if not known:
            mend = "carry a study out with `parkloop sweep`"
            raise InputError([Fault(place, "the store holds no study yet", mend)])
        found = [study for study in known if name in (None, study, study.rpartition("-")[0])]
        if not found:
            found = [one for one in known if self._manifest(one)["name"] == name]
        if len(found) == 1:
            return StoredStudy(self, found[0], self._manifest(found[0]))
        if found:
            begun = (f"{one} (begun {self._manifest(one)['begun'][:10]})" for one in found)
            wrong = f"it may be one of {len(found)}: {', '.join(begun)}"
            raise InputError([Fault(place, wrong, f"name it in full, as {found[-1]}")])
        mend = f"write {nearest(str(name), known)}"
        raise InputError([Fault(place, "the store does not hold it", mend)])

    def _manifest(self, study: str) -> dict[str, Any]:
        return _read_manifest(self.folder / STUDIES / f"{study}.json")


class StoredStudy:
    """A study of a store: its `manifest`, design and outcomes, read when first asked for."""

    def __init__(self, store: Stored, study: str, manifest: dict[str, Any]) -> None:
        self.store, self.study_id, self.manifest = store, study, manifest
        self.name = str(manifest["name"])
        self.outputs: tuple[str, ...] = tuple(manifest["outputs"])

    @cached_property
    def rows(self) -> dict[str, list[Any]]:
        """The design as it is kept: column -> one value a run, None where a run has none.

        Errors: `InputError` where a file of the design is damaged.
        """
        try:
            return read_design(self.store.folder, self.study_id)
        except Truncated as error:
            mend = "give the sweep again: it writes the design anew"
            place = f"study {self.study_id}"
            raise InputError([Fault(place, f"its design is damaged ({error})", mend)]) from error

    @property
    def run_ids(self) -> list[str]:
        """The runs in the order of the design."""
        return self.rows["run_id"]

    @cached_property
    def design(self) -> pandas.DataFrame:
        """One row a run: `RUN_KINDS` and the levers, assumptions and factors of the study.

        Of the levers those that the study names or that vary within a package, 0 where absent; an
        assumption that a run leaves as it is has the model's value, a factor 0.5.
        """
        import pandas

        hidden = [*_HIDDEN, *([] if len(set(self.rows["until"])) > 1 else ["until"])]
        columns: dict[str, Any] = {}
        for name, cells in self.rows.items():
            if name.startswith(PREFIXES):
                if not name.startswith(STRENGTH) or self._is_shown(name):
                    columns[name] = self._filled(name, cells)
            elif name not in hidden:
                columns[name] = cells
        return pandas.DataFrame(columns)

    @property
    def parameters(self) -> list[str]:
        """The columns of `design` that hold a lever, an assumption or a factor."""
        return [name for name in self.design.columns if name.startswith(PREFIXES)]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the outcomes."""
        return self._all.years

    def outcomes(self, outputs: Sequence[str] | None = None) -> Outcomes:
        """Return all runs in the order of the design with these outputs, by default the study's.

        Errors: `InputError` for an output that no run of the store holds.
        """
        if outputs is None:
            return self._all
        known = sorted({name for group in self.store.shelf.groups() for name in group})
        faults = [
            Fault(f"output {name}", "the store does not hold it", f"write {nearest(name, known)}")
            for name in outputs
            if name not in known and name not in self.outputs
        ]
        if faults:
            raise InputError(faults)
        return self.store.shelf.outcomes(self.run_ids, outputs)

    @cached_property
    def _all(self) -> Outcomes:
        return self.store.shelf.outcomes(self.run_ids, self.outputs)

    @cached_property
    def status(self) -> NDArray[np.object_]:
        """`ok`, `error` or, where a run is not carried out yet, an empty text: (run,)."""
        ids = packed_ids(self.run_ids)
        done = self.store.shelf.done(ids, self.outputs)
        failed = self.store.shelf.failed(ids)
        return np.where(done, OK, np.where(failed, ERROR, "")).astype(object)

    @property
    def failed(self) -> pandas.DataFrame:
        """The runs that failed: the design and `error`."""
        found = self.design[self.status == ERROR]
        return found.assign(error=[self._all.errors.get(run_id, "") for run_id in found["run_id"]])

    def frame(self, year: int | None = None) -> pandas.DataFrame:
        """Return the design joined with the outputs: one row a run and year, or a run of one year.

        Columns: those of `design`, `status`, `error`, `year`, the outputs. A run that failed has
        NaN in every year; one not carried out yet is left out.

        Errors: `InputError` for a year that the runs do not have.
        """
        import pandas

        found, until = self._all, np.array(self.rows["until"], dtype=np.int64)
        if year is not None and found.years:
            found.of(self.outputs[0], year)
        years = np.array(found.years or sorted(set(until.tolist())), dtype=np.int64)
        there = np.flatnonzero(self.status != "")
        run = np.repeat(there, len(years))
        at = np.tile(np.arange(len(years)), len(there))
        kept = (years[at] <= until[run]) & ((years[at] == year) if year is not None else True)
        run, at = run[kept], at[kept]
        errors = [found.errors.get(run_id, "") for run_id in self.run_ids]
        table = self.design.iloc[run].reset_index(drop=True)
        extra: dict[str, Any] = {
            "status": self.status[run],
            "error": np.array(errors, dtype=object)[run],
            "year": years[at],
        }
        values = (
            found.values
            if found.years
            else np.full((len(until), len(years), len(self.outputs)), np.nan)
        )
        extra.update({name: values[run, at, k] for k, name in enumerate(self.outputs)})
        return pandas.concat([table, pandas.DataFrame(extra)], axis=1)

    def size_bytes(self) -> int:
        """Return about how much of the store's parts the study's runs take, those shared too."""
        return self.store.shelf.size_bytes(packed_ids(self.run_ids))

    def counts(self) -> dict[str, int]:
        """Return how many runs the study has, and how many of them are done, failed and to come."""
        status = self.status.tolist()
        done, failed = status.count(OK), status.count(ERROR)
        return {
            "runs": len(status), "done": done, "failed": failed,
            "to_come": len(status) - done - failed,
        }  # fmt: skip

    def to_csv(self, path: str | Path, overwrite: bool = False) -> Path:
        """Write all rows as CSV; other forms, and errors, as of `experiments.export.export`."""
        from experiments.export import export

        return export(self, path, "csv", overwrite=overwrite)

    def to_iamc(self) -> pandas.DataFrame:
        """Return the long table that `pyam.IamDataFrame` reads; see `experiments.export.iamc`."""
        from experiments.export.iamc import iamc_table

        return iamc_table(self)

    def to_ema(self) -> tuple[pandas.DataFrame, dict[str, NDArray[np.float64]]]:
        """Return experiments and outcomes as of EMA Workbench; see `experiments.export.ema`."""
        from experiments.export.ema import ema_results

        return ema_results(self)

    def to_xarray(self) -> Any:
        """Return a Dataset by point, replicate and year; see `experiments.export.xarray_file`."""
        from experiments.export.xarray_file import xarray_dataset

        return xarray_dataset(self)

    def unit(self, output: str) -> str:
        """Return the unit of an output a year."""
        return str(self.manifest["columns"][output]["unit"])

    def variable(self, output: str) -> str:
        """Return the IAMC variable of an output."""
        return str(self.manifest["columns"][output]["variable"])

    def _is_shown(self, lever: str) -> bool:
        form = self.manifest.get("form") or {}
        named = form.get("strength", {}) if isinstance(form, dict) else {}
        if lever.removeprefix(STRENGTH) in named:
            return True
        values: dict[str, set[float | None]] = {}
        for package, value in zip(self.rows["package_digest"], self.rows[lever], strict=True):
            values.setdefault(package, set()).add(value)
        return any(len(found) > 1 for found in values.values())

    def _filled(self, name: str, cells: list[Any]) -> list[float]:
        empty = 0.0 if name.startswith(STRENGTH) else _AS_TABLES
        if name.startswith(ASSUMPTION):
            empty = float(self.manifest["assumptions"].get(name.removeprefix(ASSUMPTION), np.nan))
        return [empty if cell is None else cell for cell in cells]


def read_manifest(folder: str | Path, study: str | None = None) -> dict[str, Any]:
    """Return the manifest of a study. Errors: `InputError` as of `Stored.study`."""
    return Stored(folder).study(study).manifest


def read_store(folder: str | Path, study: str | None = None) -> Frame:
    """Return all rows of a study, sorted by run and year; a failed run is one row of year 0.

    Errors: `InputError` as of `Stored.study`, or naming each file that is damaged.
    """
    store = Stored(folder)
    table = store.study(study).frame() if store.studies else None
    if store.damaged:
        mend = "run the sweep again: it replaces the part"
        raise InputError([Fault(name, "the part is damaged", mend) for name in store.damaged])
    if table is None:
        return Frame({name: np.empty(0, dtype=object) for name in (*RUN_KINDS, "status", "error")})
    failed = table["status"] == ERROR
    table.loc[failed, "year"] = 0
    table = table[~(failed & table.duplicated("run_id"))].sort_values(["run_id", "year"])
    return Frame({name: _plain(table[name].to_numpy()) for name in table.columns})


def _plain(column: NDArray[Any]) -> NDArray[Any]:
    return column if column.dtype.kind in "fib" else column.astype(object)


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        missing = [
            name for name in ("name", "outputs", "columns", *FOR_PEOPLE) if name not in manifest
        ]
        if missing:
            raise ValueError(f"{', '.join(missing)} is missing")
    except (OSError, ValueError, TypeError) as error:
        mend = "give the sweep again: it writes the manifest anew"
        raise InputError([Fault(str(path), f"it cannot be read ({error})", mend)]) from error
    return dict(manifest)
