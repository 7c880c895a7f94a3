"""Who may ask the server, and what every answer tells the browser to allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

LOCAL = ("127.0.0.1", "localhost")

POLICY = "; ".join((
    "default-src 'self'",
    # Vue compiles its templates in the browser, and Solara's page starts by inline scripts.
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' blob:",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
))  # fmt: skip
"""Content security policy: whatever runs in the page reaches this server and nobody else."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
"""Headers of every answer. With `no-referrer` a link that holds a scenario is told to nobody."""


@dataclass(frozen=True)
class PublicAddress:
    """The address under which a reverse proxy shows the dashboard: origin, host and path."""

    origin: str
    host: str
    path: str

    @classmethod
    def read(cls, address: str) -> PublicAddress:
        """Read `https://parks.example.org` or `https://example.org/parks`.

        >>> PublicAddress.read("https://example.org/parks/")
        PublicAddress(origin='https://example.org', host='example.org', path='/parks')

        Errors: `ValueError` where it is no address of http or https, or says more than that.
        """
        parts = urlsplit(address)
        more = parts.query or parts.fragment or parts.username or parts.password
        if parts.scheme not in ("http", "https") or not parts.hostname or more:
            raise ValueError(f"{address!r} is not like https://parks.example.org")
        usual = {"http": 80, "https": 443}[parts.scheme]
        host = parts.hostname if parts.port in (None, usual) else f"{parts.hostname}:{parts.port}"
        return cls(f"{parts.scheme}://{host}", host, parts.path.rstrip("/"))


LASTING = {"cache-control": "public, max-age=31536000, immutable"}


class Guard:
    """Refuse a request for another host, and a web socket that a page of another site opens."""

    def __init__(self, app: Any, public: PublicAddress | None = None) -> None:
        self.app, self.public = app, public

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on, its answer with `HEADERS`, or answer it with 403."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if allowed(headers_of(scope), self.public):
            await self.app(scope, receive, _dressed(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            head = {"type": "http.response.start", "status": 403, "headers": []}
            await _dressed(send)(head)
            await send({"type": "http.response.body", "body": b"not this host"})


class Lasting:
    """Let the browser keep files whose address names their version."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on."""
        await self.app(scope, receive, _dressed(send, LASTING))


def _dressed(send: Any, headers: Mapping[str, str] = HEADERS) -> Any:
    """Return what sends an answer with headers; those the answer has itself stay."""

    async def dressed(message: Any) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers", ()))
            known = {name.lower() for name, _ in given}
            ours = [(name.encode(), value.encode()) for name, value in headers.items()]
            given += [pair for pair in ours if pair[0] not in known]
            message = {**message, "headers": given}
        await send(message)

    return dressed


def headers_of(scope: Any) -> dict[str, str]:
    """Return the headers of a request by lower-case name."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def allowed(headers: dict[str, str], public: PublicAddress | None = None) -> bool:
    """Say whether a request was meant for this server and comes from a page of its own.

    A proxy may hand on the public name as host or ask for this machine's; the origin of a page
    shown under the public address is that address and no other.

    >>> allowed({"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:8765"})
    True
    >>> allowed({"host": "127.0.0.1:8765", "origin": "http://elsewhere.example"})
    False
    """
    host, origin = headers.get("host", ""), headers.get("origin")
    if public is not None and host.lower() == public.host:
        return origin in (None, public.origin)
    if (host.rpartition(":")[0] or host) not in LOCAL:
        return False
    own = {None, f"http://{host}", f"https://{host}"}
    return origin in (own if public is None else {*own, public.origin})
