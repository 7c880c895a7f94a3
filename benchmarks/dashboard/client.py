"""A client of the dashboard without a browser: it speaks the protocol of Solara's web socket."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self
from urllib.request import urlopen
from uuid import uuid4

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

_MOST = 2**26


class Client:
    """One session: opens the page, moves levers, and waits for the view that answers."""

    def __init__(self, address: str, query: str = "", patience_s: float = 60.0) -> None:
        with urlopen(address, timeout=patience_s) as answer:
            cookie = str(answer.headers["set-cookie"]).partition(";")[0]
        self.patience_s = patience_s
        self._kernel, self._page = str(uuid4()), str(uuid4())
        self._address = address
        where = f"{address.replace('http', 'ws', 1)}jupyter/api/kernels/{self._kernel}/channels"
        opened = connect(
            f"{where}?session_id={self._page}", max_size=_MOST, open_timeout=patience_s,
            ping_timeout=patience_s,
            max_queue=None,  # with a bounded one, closing waits for what nobody reads
            origin=Origin(address.rstrip("/")), additional_headers={"Cookie": cookie},
        )  # fmt: skip
        self._open = ExitStack()
        self._socket: ClientConnection = self._open.enter_context(opened)
        self._widgets: dict[str, dict[str, Any]] = {}
        self.received = 0
        """Bytes of the messages that came."""
        control = str(uuid4())
        self._send("comm_open", comm_id=control, target_name="solara.control", data={})
        run = {"method": "run", "args": {"path": f"/?{query}" if query else "/"}}
        self._send("comm_msg", comm_id=control, data=run)
        self._until(lambda: any("levers" in state for state in self._widgets.values()))
        self._until(lambda: self.view is not None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def view(self) -> str | None:
        """The query of the view that the server has drawn whole."""
        for state in self._widgets.values():
            marks = state.get("attributes") or {}
            if isinstance(marks, dict) and "data-view" in marks:
                return str(marks["data-view"])
        return None

    def prop(self, name: str) -> Any:
        """Return a property of the one part of the page that has it."""
        (found,) = [state[name] for state in self._widgets.values() if name in state]
        return found

    def leave(self) -> None:
        """Go without a word, as a browser does that crashes."""
        self._open.close()

    def move(self, lever: str, value: float) -> float:
        """Move a lever as a slider does; return the seconds until its view was drawn."""
        ident, state = next((k, s) for k, s in self._widgets.items() if "levers" in s)
        values = {**state["values"], lever: value}
        before = self.view
        begun = time.perf_counter()
        update = {"method": "update", "state": {"values": values}, "buffer_paths": []}
        self._send("comm_msg", comm_id=ident, data=update)
        self._until(lambda: self.view != before)
        return time.perf_counter() - begun

    def close(self) -> None:
        """End the session as a browser does that leaves the page."""
        close = f"{self._address}_solara/api/close/{self._kernel}?session_id={self._page}"
        with urlopen(close, data=b"", timeout=self.patience_s):
            self._open.close()

    def _send(self, kind: str, **content: Any) -> None:
        head = {"msg_id": str(uuid4()), "msg_type": kind, "session": self._page, "version": "5.3"}
        message = {
            "header": {**head, "username": "", "date": ""}, "parent_header": {}, "metadata": {},
            "content": content, "channel": "shell", "buffers": [],
        }  # fmt: skip
        self._socket.send(json.dumps(message))

    def _until(self, reached: Any) -> None:
        end = time.monotonic() + self.patience_s
        while not reached():
            message = self._socket.recv(timeout=max(0.0, end - time.monotonic()))
            self.received += len(message)
            self._take(message)

    def _take(self, message: str | bytes) -> None:
        """Keep the state of widgets as the browser would."""
        content = json.loads(message) if isinstance(message, str) else _binary(message)
        kind, body = content["header"]["msg_type"], content["content"]
        if kind not in ("comm_open", "comm_msg"):
            return
        state = body.get("data", {}).get("state")
        if isinstance(state, dict):
            known = self._widgets.setdefault(body["comm_id"], {})
            known.update(state)


def _binary(message: bytes) -> Any:
    """Return the JSON part of a message with buffers: a count, offsets, then the parts."""
    count = int.from_bytes(message[:4], "big")
    offsets = [int.from_bytes(message[4 * k + 4 : 4 * k + 8], "big") for k in range(count)]
    end = offsets[1] if count > 1 else len(message)
    return json.loads(message[offsets[0] : end])
