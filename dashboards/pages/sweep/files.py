"""What can be saved of a sweep: its study, its runs, and the command that does the same."""

from __future__ import annotations

from dashboards import process
from dashboards.room import Room
from dashboards.saving import Made, Saves
from dashboards.shelf import Shelf
from dashboards.sweeps.files import file_of, given_of
from dashboards.sweeps.setup import toml_of
from dashboards.sweeps.sweep import STUDY, Sweep, Task
from dashboards.texts import text
from dashboards.toolkit import box, component, heading

KINDS = ("toml", "csv", "xlsx")
TYPES = {
    "toml": "application/toml",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@component
def Files(room: Room, sweep: Sweep) -> None:
    """Draw what can be saved."""
    lang, shelf = room.lang, room.shelf

    def make(kind: str) -> Made:
        if kind == "toml":
            content = study_file(sweep.task, shelf, lang).encode()
        else:
            work = process.background().submit(file_of, kind, *given_of(sweep))
            content = work.result()
        return Made(f"{STUDY}.{kind}", TYPES[kind], content)

    with box("pl-panel"):
        heading(text("sweep_files", lang))
        Saves(
            title=text("sweep_files", lang),
            options=[{"name": kind, "title": text(f"sweep_{kind}", lang)} for kind in KINDS],
            make=make,
            lang=lang,
        )
        box("pl-faint", children=[text("sweep_command", lang)])
        with box("pl-sweep-command"):
            box("pl-code", children=[command()])


def command() -> str:
    """Return the command that carries out the study file of a sweep."""
    words = ("parkloop", "sweep", f"{STUDY}.toml", "--workers", "2", "--out", f"results/{STUDY}")
    return " ".join(words)


def study_file(task: Task, shelf: Shelf, lang: str) -> str:
    """Return the study of a sweep in TOML, with the command above it.

    Of a park that does not ship it says `PARK.xlsx`, the file that the reader has.
    """
    from experiments.report.command import ships

    park, said, lines = task.key[0], task.content, [command()]
    if not ships(shelf.parks[park]):
        said = {**said, "park": f"{park}.xlsx"}
        lines.append(text("share_own", lang, file=said["park"]))
    return toml_of(said, "\n".join(lines))
