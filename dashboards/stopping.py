"""The server's end: by Ctrl-C or SIGTERM, with all worker processes, within seconds and quietly."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

SIGNALS = (signal.SIGINT, signal.SIGTERM)

PATIENCE_S = 3.0
"""How long pages may take to finish what they answer."""


class Server(uvicorn.Server):
    """A server that calls `close` while it ends, and whose signals end it without an error.

    Pages that are still busy after `PATIENCE_S` are left; a second Ctrl-C leaves them at once.
    """

    def __init__(self, config: uvicorn.Config, close: Callable[[], None]) -> None:
        super().__init__(config)
        self._close = close

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals while serving; uvicorn would raise them again in the end."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {one: signal.signal(one, self.handle_exit) for one in SIGNALS}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close connections and worker processes."""
        closing = asyncio.get_running_loop().run_in_executor(None, self._close)
        hurry = asyncio.get_running_loop().call_later(PATIENCE_S, self._hurry)
        await super().shutdown(sockets)
        hurry.cancel()
        await closing

    def _hurry(self) -> None:
        self.force_exit = True
