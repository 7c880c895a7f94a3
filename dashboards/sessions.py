"""The session that a page belongs to, and what ends with it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import solara.server.kernel_context as kernels

_LOCK = threading.Lock()
_CLOSING: set[tuple[str, int]] = set()


def this_session(close: Callable[[str], None]) -> str:
    """Return the id of the session; `close` is called with it when the session ends.

    Outside a server there is one session, which does not end.
    """
    if not kernels.has_current_context():
        return ""
    context = kernels.get_current_context()
    name, key = str(context.id), (str(context.id), id(context))
    with _LOCK:
        known = key in _CLOSING
        _CLOSING.add(key)
    if not known:

        def end() -> None:
            with _LOCK:
                _CLOSING.discard(key)
            close(name)

        context.on_close(end)
    return name
