"""Pages are answered one after the other, in the order they asked."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from dashboards.turns import Turns

Log = list[str]
PATIENCE_S = 60.0


class Page:
    """A page that sends messages one after the other as its server asks for them."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = list(kinds)

    async def receive(self) -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"type": self.kinds.pop(0) if self.kinds else "websocket.disconnect"}


def answering(log: Log, ends: dict[str, asyncio.Event]) -> Any:
    """Return an application that answers a message when the event of its page is set."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        name = scope["path"]
        while (await receive())["type"] != "websocket.disconnect":
            log.append(f"{name} begins")
            await ends[name].wait()
            log.append(f"{name} ends")

    return app


def play(turns_of: Any, *names: str, free: tuple[str, ...] = (), until: str = "") -> Log:
    """Open pages that each send one message; those of `free` are answered at once.

    The others are answered once the log has the line `until`, or has had every chance to grow.
    """
    log: Log = []

    async def main() -> None:
        ends = {name: asyncio.Event() for name in names}
        turns = turns_of(answering(log, ends))
        pages = []
        for name in names:
            scope = {"type": "websocket", "path": name}
            page = Page("websocket.receive")
            pages.append(asyncio.create_task(turns(scope, page.receive, None)))
            while page.kinds:
                await asyncio.sleep(0)
        for name in free:
            ends[name].set()
        for _ in range(1000):
            await asyncio.sleep(0)
        while until and until not in log:
            await asyncio.sleep(0.001)
        for name in names:
            ends[name].set()
        await asyncio.gather(*pages)
        assert not turns.lock.locked()
        assert turns.rested(0.0)
        assert not turns.rested(1e6)

    in_a_loop(asyncio.wait_for(main(), PATIENCE_S))
    return log


def in_a_loop(work: Coroutine[Any, Any, None]) -> None:
    """Carry out work in a thread of its own: the tests' thread may run a browser's loop."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, work).result()


def test_pages_are_answered_in_the_order_they_asked() -> None:
    log = play(lambda app: Turns(app, 1e6), "a", "b", "c", free=("c", "b"))
    assert log == ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]


def test_a_page_that_waited_long_is_answered_beside_the_others() -> None:
    log = play(lambda app: Turns(app, 0.02), "a", "b", free=("b",), until="b ends")
    assert log == ["a begins", "b begins", "b ends", "a ends"]


def test_a_page_that_breaks_gives_its_turn_up() -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        raise ArithmeticError

    async def main() -> None:
        turns = Turns(breaks)
        for _ in range(2):
            try:
                await turns({"type": "websocket"}, Page("websocket.receive").receive, None)
            except ArithmeticError:
                assert not turns.lock.locked()

    in_a_loop(asyncio.wait_for(main(), PATIENCE_S))


def test_nothing_rested_before_the_first_page() -> None:
    assert not Turns(None).rested(0.0)
