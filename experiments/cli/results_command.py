"""`parkloop results`: list, filter and export what a store holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options

if TYPE_CHECKING:
    import pandas

    from experiments.store.reader import Stored, StoredStudy

_ROWS, _OUTPUTS = 20, 5


@click.command("results")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--study", default=None, help="Study to show: its name or id.")
@click.option(
    "--where", "conditions", multiple=True, metavar="CONDITION",
    help='Rows to show, as "park=kalundborg" or "strength_subsidy>=1". May be repeated.',
)  # fmt: skip
@click.option("--year", type=int, default=None, help="One year; the table shows the last one.")
@click.option("--failed", is_flag=True, help="Only runs that failed, with what went wrong.")
@click.option(
    "--export", "target", default=None, metavar="FILE", type=click.Path(path_type=Path),
    help="Write the rows to FILE: .csv, .xlsx, .parquet or .nc.",
)  # fmt: skip
@click.option("--format", "form", default=None, help="iamc: the table that pyam reads (.csv).")
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@click.option("--compact", is_flag=True, help="Join the parts of the store into few files.")
@options.as_json
def command(
    folder: Path,
    study: str | None,
    conditions: tuple[str, ...],
    year: int | None,
    failed: bool,
    target: Path | None,
    form: str | None,
    force: bool,
    compact: bool,
    as_json: bool,
) -> None:
    """List the studies that DIR holds; show, filter and export the rows of one.

    DIR is the folder that `parkloop sweep --out` wrote. A store of one study needs no --study.
    """
    from experiments.store.reader import Stored

    if compact:
        _compact(folder, as_json)
        return
    store = Stored(folder)
    if not (study or conditions or year or failed or target or form):
        _list(store, as_json)
        return
    found = store.study(study)
    rows = _rows(found, conditions, year, failed)
    if target is not None or form is not None:
        _export(found, rows, target, form, force, as_json)
    elif as_json:
        options.print_json({"study": found.study_id, "rows": rows.to_dict("records")})
    else:
        _show(found, rows, year, failed)
        _tell_damaged(store)


def _rows(
    study: StoredStudy, conditions: tuple[str, ...], year: int | None, failed: bool
) -> pandas.DataFrame:
    """Return the rows of a study that are asked for; of a failed run one."""
    from experiments.store.where import chosen

    rows = study.frame(year)
    if failed:
        rows = rows[rows["status"] == "error"].drop_duplicates("run_id")
    return chosen(rows, conditions)


def _export(
    study: StoredStudy,
    rows: pandas.DataFrame,
    target: Path | None,
    form: str | None,
    force: bool,
    as_json: bool,
) -> None:
    from experiments.export.write import export, form_named
    from sim.faults import Fault, InputError

    name = form_named(form) if form is not None else None
    if target is None:
        raise InputError([Fault(f"format {form}", "there is no file", "add --export FILE")])
    export(study, target, name, rows, force)
    if as_json:
        options.print_json({"study": study.study_id, "file": str(target), "rows": len(rows)})
        return
    failures = rows.loc[rows["status"] == "error", "run_id"].nunique()
    note = f", {failures} of them failed" if failures else ""
    click.echo(f"{rows['run_id'].nunique()} runs{note}, {len(rows)} rows: {target}")


def _compact(folder: Path, as_json: bool) -> None:
    from experiments.store.head import read_head
    from experiments.store.writer import Store, StoreError

    read_head(folder)
    try:
        with Store(folder) as store:
            before = store.files
            after = store.compact()
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        options.print_json({"files_before": before, "files": after, "damaged": store.damaged})
        return
    click.echo(f"{before} files are now {after}")
    for name in store.damaged:
        click.echo(f"{name} was damaged: moved to {folder / 'damaged'}")


def _list(store: Stored, as_json: bool) -> None:
    """Print every study with its runs, what became of them, and its size."""
    rows = []
    for name in store.studies:
        study = store.study(name)
        rows.append(
            {
                "study": name,
                "begun": study.manifest["begun"],
                **study.counts(),
                "bytes": study.size_bytes(),
                "outputs": list(study.outputs),
                "description": study.manifest["description"],
            }
        )
    if as_json:
        options.print_json({"store": str(store.folder), "studies": rows, "damaged": store.damaged})
        return
    from rich.table import Table

    table = Table(title=f"{store.folder}")
    for head in ("study", "begun", "runs", "done", "failed", "to come", "MB"):
        table.add_column(head, justify="left" if head in ("study", "begun") else "right")
    for row in rows:
        counts = (str(row[key]) for key in ("runs", "done", "failed", "to_come"))
        begun = str(row["begun"])[:16].replace("T", " ")
        table.add_row(str(row["study"]), begun, *counts, f"{int(row['bytes']) / 1e6:.2f}")
    options.console().print(table)
    _tell_damaged(store)


def _show(study: StoredStudy, rows: pandas.DataFrame, year: int | None, failed: bool) -> None:
    """Print a few rows: what tells the runs apart, and the first outputs in the last year."""
    from rich.markup import escape
    from rich.table import Table

    if year is None and not failed and len(rows):
        year = int(rows["year"].max())
        rows = rows[rows["year"] == year]
    names = ("park", "package", "symbiosis", "seed", "draw", *study.parameters)
    told = [name for name in names if _varies(study, name)]
    outputs = [] if failed else list(study.outputs[:_OUTPUTS])
    table = Table(title=escape(study.study_id + ("" if failed or year is None else f", {year}")))
    for name in ("run", *told):
        table.add_column(escape(name.removeprefix("strength_")))
    for name in outputs:
        table.add_column(escape(f"{name}\n{study.unit(name)}"), justify="right")
    if failed:
        table.add_column("error")
    for row in rows.head(_ROWS).to_dict("records"):
        cells = [row["run_id"][:10], *(_text(row[name]) for name in (*told, *outputs))]
        table.add_row(*map(escape, [*cells, row["error"]] if failed else cells))
    options.console().print(table)
    more = len(study.outputs) - _OUTPUTS
    hidden = f"; {more} more outputs" if more > 0 and not failed else ""
    click.echo(f"{min(_ROWS, len(rows))} of {len(rows)} runs shown{hidden}; --export FILE has all")


def _varies(study: StoredStudy, name: str) -> bool:
    return bool(study.design[name].nunique() > 1)


def _text(cell: Any) -> str:
    return f"{cell:.5g}" if isinstance(cell, float) else str(cell)


def _tell_damaged(store: Stored) -> None:
    for name in store.damaged:
        click.echo(f"{name} is damaged: give the sweep again, which repeats its runs", err=True)
