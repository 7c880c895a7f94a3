"""Files that are made when someone asks for them, beside the page, and saved by the browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.components import SaveButtons
from dashboards.texts import text
from dashboards.toolkit import component, use_state


@dataclass(frozen=True)
class Made:
    """A file: its name, its media type and what it holds."""

    name: str
    type: str
    content: bytes


@component
def Saves(
    title: str, options: Sequence[dict[str, str]], make: Callable[[str], Made], lang: str
) -> None:
    """Draw a button for each file (`name`, `title`); `make(name)` is called in a thread."""
    nothing: dict[str, Any] = {}
    file, show = use_state(nothing)
    fault, say = use_state("")

    def ask(name: str) -> None:
        def work() -> None:
            try:
                made = make(name)
            except Exception as error:
                say(text("file_failed", lang, error=f"{type(error).__name__}: {error}"))
                show({"failed": name})
                return
            say("")
            show(vars(made))

        show({})
        if any(one["name"] == name for one in options):
            threading.Thread(target=work, daemon=True).start()

    def saved(_: Any) -> None:
        show({})

    SaveButtons(
        title=title, options=list(options), file=file, fault=fault,
        event_ask=ask, event_saved=saved,
    )  # fmt: skip
