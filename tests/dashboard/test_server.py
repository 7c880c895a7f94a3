"""The server: this machine only, its own pages only, and nothing fetched from elsewhere."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from dashboards import frontend
from dashboards.guard import HEADERS, Guard, PublicAddress, allowed
from dashboards.server import HOST, build_app, listen


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({"host": "127.0.0.1:8765"}, True),
        ({"host": "localhost:8765", "origin": "http://localhost:8765"}, True),
        ({"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:9999"}, False),
        ({"host": "127.0.0.1:8765", "origin": "null"}, False),
        ({"host": "park.example:8765"}, False),
        ({"host": "127.0.0.1.park.example:8765"}, False),
        ({}, False),
    ],
)
def test_only_pages_of_this_machine_may_ask(headers: dict[str, str], answer: bool) -> None:
    assert allowed(headers) is answer


async def _call(app: Any, scope: dict[str, Any]) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []
    opening = "websocket.connect" if scope["type"] == "websocket" else "http.request"
    waiting = [{"type": opening, "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.sleep(60)
        return waiting.pop()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


def ask(app: Any, kind: str, path: str, **headers: str) -> list[dict[str, Any]]:
    """Return the messages with which an application answers one request."""
    scope = {
        "type": kind, "path": path, "raw_path": path.encode(), "root_path": "", "scheme": "http",
        "query_string": b"", "http_version": "1.1", "method": "GET", "client": (HOST, 1),
        "server": (HOST, 8765), "extensions": {},
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    return asyncio.run(_call(app, scope))


async def welcome(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "reached"})


def test_a_foreign_web_socket_is_closed_before_it_opens() -> None:
    app = Guard(welcome)
    foreign = ask(app, "websocket", "/", host="127.0.0.1:8765", origin="http://park.example")
    assert foreign == [{"type": "websocket.close", "code": 1008}]
    own = ask(app, "websocket", "/", host="127.0.0.1:8765", origin="http://127.0.0.1:8765")
    assert own == [{"type": "reached"}]


def test_another_host_is_refused() -> None:
    assert ask(Guard(welcome), "http", "/", host="park.example")[0]["status"] == 403


def test_a_missing_library_is_answered_without_asking_anyone(
    libraries: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = build_app()
    asked: list[object] = []
    monkeypatch.setattr("solara.server.cdn_helper.fetch_from_cdn", asked.append)
    monkeypatch.setattr(socket, "create_connection", lambda *given, **_: asked.append(given))
    for path in ("/_solara/cdn/left-pad@1.0.0/index.js", "/_solara/cdn/../../package.json"):
        assert ask(app, "http", path, host="127.0.0.1:8765")[0]["status"] == 404
    there = ask(app, "http", f"/_solara/cdn/{frontend.ECHARTS}", host="127.0.0.1:8765")
    assert there[0]["status"] == 200
    assert asked == []


def test_a_taken_port_is_an_error_and_the_usual_one_gives_way() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        with pytest.raises(OSError):
            listen(taken.getsockname()[1])
    with listen(None) as one, listen(None) as other:
        assert one.getsockname()[0] == HOST
        assert one.getsockname()[1] != other.getsockname()[1]


def test_a_connection_sends_small_messages_at_once() -> None:
    async def ask(listener: socket.socket) -> int:
        told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            told.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(answer, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            found = await told
            writer.close()
        return found

    assert asyncio.run(ask(listen(None))) != 0


PUBLIC = PublicAddress.read("https://parks.example.org/")


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({"host": "parks.example.org", "origin": "https://parks.example.org"}, True),
        ({"host": "parks.example.org"}, True),
        ({"host": "127.0.0.1:8765", "origin": "https://parks.example.org"}, True),
        ({"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:8765"}, True),
        ({"host": "parks.example.org", "origin": "http://parks.example.org"}, False),
        ({"host": "parks.example.org", "origin": "https://elsewhere.example"}, False),
        ({"host": "parks.example.org", "origin": "http://127.0.0.1:8765"}, False),
        ({"host": "127.0.0.1:8765", "origin": "https://elsewhere.example"}, False),
        ({"host": "elsewhere.example", "origin": "https://parks.example.org"}, False),
    ],
)
def test_behind_a_proxy_the_public_address_is_its_own(
    headers: dict[str, str], answer: bool
) -> None:
    assert allowed(headers, PUBLIC) is answer


def test_a_public_address_is_read() -> None:
    assert PublicAddress("https://parks.example.org", "parks.example.org", "") == PUBLIC
    assert PublicAddress.read("http://a.example:8080/x/y/").path == "/x/y"
    assert PublicAddress.read("https://A.example:443").origin == "https://a.example"


@pytest.mark.parametrize(
    "address", ["parks.example.org", "ftp://a.example", "https://", "https://a.example/?x=1",
                "https://me:secret@a.example", "https://a.example:x"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        PublicAddress.read(address)


async def answered(scope: Any, receive: Any, send: Any) -> None:
    head = [(b"referrer-policy", b"same-origin")]
    await send({"type": "http.response.start", "status": 200, "headers": head})


def test_every_answer_tells_the_browser_what_to_allow() -> None:
    app = Guard(answered)
    for host, referrer in (("127.0.0.1:1", "same-origin"), ("elsewhere.example", "no-referrer")):
        said = ask(app, "http", "/", host=host)[0]["headers"]
        found = {name.decode(): value.decode() for name, value in said}
        assert found == {**HEADERS, "referrer-policy": referrer}
        assert len(said) == len(found)
