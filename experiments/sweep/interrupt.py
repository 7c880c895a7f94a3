"""Ctrl-C as a wish to stop soon with everything finished kept."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

Pressed = threading.Event


@contextmanager
def ctrl_c_sets(cancel: threading.Event) -> Iterator[Pressed]:
    """Let the first Ctrl-C set `cancel`; a second one interrupts at once, as without this.

    Yields whether it was pressed. In other threads than the main one, and where Ctrl-C is ignored
    (a job in the background), nothing changes.
    """
    pressed = Pressed()
    before = signal.getsignal(signal.SIGINT)
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or before in (signal.SIG_IGN, None):
        yield pressed
        return

    def first(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        pressed.set()
        cancel.set()

    signal.signal(signal.SIGINT, first)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)
