"""Writing an export: the form by the file's ending, the file whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.atomic import write_whole
from experiments.nearest import nearest
from sim.faults import Fault, InputError

if TYPE_CHECKING:
    import pandas

    from experiments.export.source import Source

FORMS: Mapping[str, tuple[str, str, str]] = {
    "csv": (".csv", "csv_file", "csv_bytes"),
    "xlsx": (".xlsx", "xlsx_file", "xlsx_bytes"),
    "parquet": (".parquet", "parquet_file", "parquet_bytes"),
    "iamc": (".csv", "iamc", "iamc_bytes"),
    "nc": (".nc", "xarray_file", "netcdf_bytes"),
}
"""Form -> ending of its file, module and function."""

Writer = Callable[["Source", Any], bytes]


def export(
    study: Source,
    path: str | Path,
    form: str | None = None,
    frame: pandas.DataFrame | None = None,
    overwrite: bool = False,
) -> Path:
    """Write rows of a study's `frame()`, by default all, in the form that the ending names.

    Errors: `InputError` for another ending or form, where a file stands at `path` already unless
    `overwrite`, and where it cannot be written.
    """
    path = Path(path)
    form = form or path.suffix.casefold().removeprefix(".")
    endings = sorted({ending for ending, _, _ in FORMS.values()})
    if form not in FORMS:
        mend = f"let the name end in {', '.join(endings[:-1])} or {endings[-1]}"
        raise InputError([Fault(f"export {path}", f"{form or 'no ending'} is no form", mend)])
    ending, module, function = FORMS[form]
    if path.suffix.casefold() != ending:
        wrong, mend = f"a file of the form {form} ends in {ending}", f"name it {path.stem}{ending}"
        raise InputError([Fault(f"export {path}", wrong, mend)])
    if path.exists() and not overwrite:
        mend = "choose another name, or overwrite it with --force (overwrite=True in Python)"
        raise InputError([Fault(f"export {path}", "there is a file of this name", mend)])
    write: Writer = getattr(import_module(f"experiments.export.{module}"), function)
    content = write(study, study.frame() if frame is None else frame)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        wrong = f"it cannot be written ({error.strerror or error})"
        raise InputError([Fault(f"export {path}", wrong, "choose another place")]) from error
    return path


def form_named(name: str) -> str:
    """Return the name of a form. Errors: `InputError` naming the nearest."""
    if name not in FORMS:
        raise InputError(
            [Fault(f"format {name}", "there is none", f"write {nearest(name, FORMS)}")]
        )
    return name
