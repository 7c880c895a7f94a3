"""The server: Solara's pages on 127.0.0.1 alone, with its front-end libraries from this machine."""

from __future__ import annotations

import os
import socket
import threading
import warnings
import webbrowser
from typing import TYPE_CHECKING, Any

from dashboards import frontend, process

if TYPE_CHECKING:
    from starlette.applications import Starlette

HOST = "127.0.0.1"
USUAL_PORT = 8765

SETTINGS = {
    "SOLARA_APP": "dashboards.page",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_TELEMETRY_SERVER_USER_ID": "none",
    "SOLARA_ASSETS_PROXY": "true",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_VARIANT": "light",
    "SOLARA_THEME_TITLE": "ParkLoop",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_KERNEL_CULL_TIMEOUT": "30m",
    "SOLARA_KERNEL_MAX_COUNT": "64",
    "SOLARA_SESSION_HTTP_ONLY": "true",
}
"""Read by Solara when it is first imported."""


def run(parks: list[str], port: int | None, open_browser: bool) -> None:
    """Serve until interrupted; errors as of `dashboards.serve`."""
    frontend.require()
    process.start(parks)
    listener = listen(port)
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    import uvicorn

    from dashboards.stopping import Server

    # A cookie of this page alone is what is wanted here; Solara warns once a page about it.
    warnings.filterwarnings("ignore", "Cookies with samesite=none", UserWarning)
    app = build_app()
    config = uvicorn.Config(app, log_level="warning")
    print(
        f"ParkLoop's dashboard is at {address} (on this machine only; stop it with Ctrl-C)",
        flush=True,
    )
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    Server(config, process.background().close).run(sockets=[listener])


def listen(port: int | None) -> socket.socket:
    """Return a listening socket on the port; without one on 8765 or, where taken, any free port.

    Errors: `OSError` where the port that was named is taken or not allowed.
    """
    for tried in (port,) if port is not None else (USUAL_PORT, 0):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, tried))
            listener.listen(64)
        except OSError:
            listener.close()
            if port is not None:
                raise
            continue
        return listener
    raise OSError(f"no port of {HOST} is free")


def build_app() -> Starlette:
    """Return the web application: Solara's own, behind the checks and with local libraries.

    Where Solara would fetch a missing file from a public network, this answers 404.
    """
    os.environ.update(SETTINGS)
    os.environ["SOLARA_ASSETS_PROXY_CACHE_DIR"] = str(frontend.ASSETS)
    import solara.server.starlette as solara_server
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    libraries = StaticFiles(directory=frontend.ASSETS)
    return Starlette(
        routes=[Mount("/_solara/cdn", app=libraries), *solara_server.routes],
        lifespan=solara_server.lifespan,
        middleware=[Middleware(OwnOriginOnly), *solara_server.middleware],
    )


class OwnOriginOnly:
    """Refuse a request for another host, and a web socket that a page of another site opens."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on, or answer it with 403."""
        if scope["type"] in ("http", "websocket") and not allowed(headers_of(scope)):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b"not this host"})
            return
        await self.app(scope, receive, send)


def headers_of(scope: Any) -> dict[str, str]:
    """Return the headers of a request by lower-case name."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def allowed(headers: dict[str, str]) -> bool:
    """Say whether a request was meant for this machine and comes from a page of its own.

    >>> allowed({"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:8765"})
    True
    >>> allowed({"host": "127.0.0.1:8765", "origin": "http://elsewhere.example"})
    False
    """
    host = headers.get("host", "")
    name = host.rpartition(":")[0] or host
    origin = headers.get("origin")
    return name in (HOST, "localhost") and origin in (None, f"http://{host}", f"https://{host}")
