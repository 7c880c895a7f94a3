"""Files that are made when someone asks for them, in a thread, and saved by the browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.components import SaveButtons
from dashboards.texts import text
from dashboards.toolkit import component, use_effect, use_memo, use_state


@dataclass(frozen=True)
class Made:
    """A file: its name, its media type and what it holds."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True)
class Saving:
    """How far a file is: the kind being made, why there is none, or the file."""

    busy: str = ""
    fault: str = ""
    file: Made | None = None


def use_saving(
    kinds: Sequence[str], make: Callable[[str], Made], lang: str
) -> tuple[dict[str, Any], Callable[[Any], None], Callable[[Any], None]]:
    """Return what a Vue file that saves is sent, what asks for a kind, and what lets it go.

    `make(kind)` is called in a thread, one file at a time.
    """
    saving, show = use_state(Saving())
    closed = use_memo(threading.Event, [])
    use_effect(lambda: closed.set, [])

    def work(kind: str) -> None:
        try:
            done = Saving(file=make(kind))
        except Exception as error:
            said = str(error) or type(error).__name__
            done = Saving(fault=text("file_failed", lang, error=said))
        if not closed.is_set():
            show(done)

    def ask(kind: Any) -> None:
        if kind in kinds and not saving.busy:
            show(Saving(busy=kind))
            threading.Thread(target=work, args=(kind,), daemon=True).start()

    file = None if saving.file is None else vars(saving.file)
    sent = {"busy": saving.busy, "fault": saving.fault, "file": file}
    return sent, ask, lambda _: show(Saving())


@component
def Saves(
    title: str, options: Sequence[dict[str, str]], make: Callable[[str], Made], lang: str
) -> None:
    """Draw a button for each file (`name`, `title`); `make(name)` is called in a thread."""
    sent, ask, saved = use_saving([one["name"] for one in options], make, lang)
    SaveButtons(title=title, options=list(options), **sent, event_ask=ask, event_saved=saved)
