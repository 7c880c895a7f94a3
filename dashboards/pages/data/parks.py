"""Parks in and out: the upload of a session's own park, its faults, and downloads."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from typing import Any

from dashboards import process
from dashboards.components import Table
from dashboards.pages.data.components import Downloads, Own, Upload
from dashboards.pages.data.reading import MOST_FAULTS, MOST_SITES, Read, failed, place_of, read
from dashboards.room import Room
from dashboards.runs import OWN_PARKS
from dashboards.tables import number, table
from dashboards.texts import text
from dashboards.texts.faults import fault_said
from dashboards.toolkit import box, component, heading, use_effect, use_state
from sim.parkfile import template_content, workbook_content
from sim.parkfile.limits import UPLOAD

LARGEST = UPLOAD.file_mb * 1_000_000
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Taken:
    """What became of a file that was read: its park's name, and whether it was here already."""

    found: Read | None = None
    name: str | None = None
    known: bool = False


@dataclass(frozen=True)
class Uploading:
    """The latest file somebody sent, what became of it, and how to send or forget one."""

    found: Read
    busy: bool
    taken: Taken
    send: Callable[..., None]
    forget: Callable[[], None]


@component
def Parks(room: Room) -> None:
    """Draw upload and downloads."""
    lang, upload = room.lang, _use_upload(room)
    file, set_file = use_state({"name": "", "content": "", "turn": ""})

    def ask(name: str) -> None:
        turn = str(int(file["turn"] or 0) + 1)
        if name in room.shelf.parks:
            park = room.shelf.parks[name]
            set_file(_packed(f"{park.park_id}.xlsx", workbook_content(park), turn))
        elif name == "":
            set_file(_packed("parkloop_template.xlsx", template_content(), turn))

    def remove(name: Any) -> None:
        upload.forget()
        room.remove(str(name))

    with box("pl-panel", "pl-data-parks"):
        heading(text("data_parks", lang))
        Upload(largest=LARGEST, busy=upload.busy, words=room.words, event_send=upload.send)
        busy = {"busy": str(upload.busy)}
        box("pl-data-said", children=[_said(upload, room)], data=busy)
        Own(
            title=text("data_own", lang, count=len(room.shelf.own), most=OWN_PARKS),
            parks=_titles(room, room.shelf.own),
            shown=room.state.park,
            words=room.words,
            event_remove=remove,
        )
        Downloads(
            parks=_titles(room, room.shelf.parks),
            park=room.state.park,
            file=file,
            words=room.words,
            event_ask=ask,
        )
        if upload.found.faults:
            _faults(upload.found, room)


def _use_upload(room: Room) -> Uploading:
    """Read what is sent in a thread beside the page, and show a park that was read."""
    lang, nothing = room.lang, Read("")
    found, set_found = use_state(nothing)
    busy, set_busy = use_state(False)
    taken, set_taken = use_state(Taken())

    def send(given: Any, content: Sequence[Any] | None = None) -> None:
        name = str(given.get("name", ""))[-80:] if isinstance(given, dict) else ""
        if busy:
            return
        if not content or len(content[0]) > LARGEST:
            set_found(_refusal(name, "large", lang, most=UPLOAD.file_mb))
            return
        set_busy(True)
        asked = bytes(content[0])
        threading.Thread(target=lambda: work(name, asked), daemon=True).start()

    def work(name: str, content: bytes) -> None:
        try:
            set_found(_read(name, content, lang))
        finally:
            set_busy(False)

    def show() -> None:
        if found.park is not None:
            before = room.shelf.parks.keys()
            name = room.runs.take(found.park)
            set_taken(Taken(found, name, name in before))
            if name is not None:
                room.change(replace(room.state, park=name))

    use_effect(show, [found])
    return Uploading(found, busy, taken, send, lambda: set_found(nothing))


def _faults(found: Read, room: Room) -> None:
    names = ("file", "sheet", "row", "column", "wrong", "mend")
    rows = []
    for k, fault in enumerate(found.faults):
        sheet, row, column = place_of(fault)
        line = number(float(row), row) if row else ""
        said = [fault_said(one, room.lang) for one in (fault.wrong, fault.mend)]
        rows.append((str(k), [found.name, sheet, line, column, *said]))
    Table(
        title=text("data_faults", room.lang, count=found.found),
        table=table([text(f"data_fault_{name}", room.lang) for name in names], rows),
        words=room.words,
        name="faults",
        note=text("data_faults_cut", room.lang, most=MOST_FAULTS)
        if found.found > len(found.faults)
        else "",
    )


def _titles(room: Room, names: Iterable[str]) -> list[dict[str, str]]:
    return [{"name": name, "title": room.shelf.park_title(name, room.lang)} for name in names]


def _said(upload: Uploading, room: Room) -> str:
    lang, found, taken = room.lang, upload.found, upload.taken
    if upload.busy or (found.park is not None and taken.found is not found):
        return text("data_reading", lang)
    if found.park is not None:
        if taken.name is None or taken.name not in room.shelf.parks:
            return text("data_full", lang, name=found.name, most=OWN_PARKS)
        if taken.known:
            return text("data_known", lang, name=found.name)
        count = len(found.park.enterprises["sector"])
        said = text("data_read", lang, name=found.name, count=count)
        return f"{said} {_same_title(taken.name, room)}".rstrip()
    return text("data_refused", lang, name=found.name, count=found.found) if found.faults else ""


def _same_title(name: str, room: Room) -> str:
    """Say under what name a park is listed, where another one has the same."""
    title = room.shelf.park_title(name, room.lang)
    info = room.shelf.parks[name].info
    same = title in (info.get(f"name_{room.lang}"), info["name_en"])
    return "" if same else text("data_same_title", room.lang, title=title)


def _read(name: str, content: bytes, lang: str) -> Read:
    """Read a file in a worker process, which what it holds cannot slow or harm this one."""
    try:
        done: Read = process.background().submit(read, name, content).result(PATIENCE_S)
    except TimeoutError:
        return _refusal(name, "slow", lang, most=PATIENCE_S)
    except (CancelledError, OSError, RuntimeError, MemoryError):
        return _refusal(name, "lost", lang, most=0)
    return _refusal(name, "sites", lang, most=MOST_SITES) if done.sites > MOST_SITES else done


def _refusal(name: str, why: str, lang: str, most: float) -> Read:
    wrong = text(f"data_refused_{why}", lang, most=f"{most:,.0f}")
    return failed(name, wrong, text(f"data_mend_{why}", lang))


def _packed(name: str, content: bytes, turn: str) -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(content).decode("ascii"), "turn": turn}
