"""Whose turn it is: the server answers one page after the other, in the order they asked.

One process has one interpreter: ten answers worked out at once would all be as late as the last.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

PATIENCE_S = 5.0
"""A page that has waited this long is answered beside the others."""


class Turns:
    """Hands the next message of a page's web socket over when those before it were answered.

    A page has answered a message when it asks for the next one.
    """

    def __init__(self, app: Any = None, patience_s: float = PATIENCE_S) -> None:
        self.app, self.patience_s = app, patience_s
        self.lock = asyncio.Lock()
        self.answered: float | None = None
        """When a page was last answered, by `time.monotonic`; None where none was yet."""

    def rested(self, seconds: float) -> bool:
        """Say whether pages were answered, and none in these last seconds."""
        if self.answered is None or self.lock.locked():
            return False
        return time.monotonic() - self.answered >= seconds

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on what comes."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        turn = _Turn(self, receive)
        try:
            await self.app(scope, turn.receive, send)
        finally:
            turn.end()


class _Turn:
    """The turns of one page."""

    def __init__(self, turns: Turns, receive: Any) -> None:
        self._turns, self._receive = turns, receive
        self._mine = False

    async def receive(self) -> Any:
        """Return the next message, and hold the turn until the one after it is asked for."""
        self.end()
        message = await self._receive()
        if message["type"] == "websocket.receive":
            try:
                async with asyncio.timeout(self._turns.patience_s):
                    await self._turns.lock.acquire()
            except TimeoutError:
                return message
            self._mine = True
        return message

    def end(self) -> None:
        """Let the next page have its turn."""
        if self._mine:
            self._mine = False
            self._turns.lock.release()
            self._turns.answered = time.monotonic()
