"""The server: Solara's pages on 127.0.0.1 alone, with its front-end libraries from this machine."""

from __future__ import annotations

import os
import socket
import sys
import threading
import warnings
import webbrowser
from typing import TYPE_CHECKING

from dashboards import frontend, process
from dashboards.guard import Guard, Lasting, PublicAddress
from sim.parkfile.limits import UPLOAD

if TYPE_CHECKING:
    from starlette.applications import Starlette

HOST = "127.0.0.1"
USUAL_PORT = 8765

SWITCH_S = 1e-3
"""How long a thread that works keeps the others waiting, seconds: a page is sent in hundreds of
messages, each handed to another thread, while bands and the first run may be worked on."""

LARGEST_MESSAGE = (UPLOAD.file_mb + 1) * 1_000_000
"""Bytes of a message of a page: an upload with its envelope; a larger one ends the connection."""

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
    "SOLARA_SESSION_HTTP_ONLY": "true",
}
"""Read by Solara when it is first imported."""

LIMITS = {"SOLARA_KERNEL_CULL_TIMEOUT": "30m", "SOLARA_KERNEL_MAX_COUNT": "64"}
"""The same; who runs the server may set others."""


def run(
    parks: list[str], port: int | None, open_browser: bool, public: PublicAddress | None = None
) -> None:
    """Serve until interrupted; errors as of `dashboards.serve`."""
    frontend.require()
    process.start(parks)
    listener = listen(port)
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    import uvicorn

    from dashboards import warming
    from dashboards.registry import pages
    from dashboards.stopping import Server
    from dashboards.turns import Turns

    # A cookie of this page alone is what is wanted here; Solara warns once a page about it.
    warnings.filterwarnings("ignore", "Cookies with samesite=none", UserWarning)
    sys.setswitchinterval(SWITCH_S)
    app = Turns()
    warming.begin(app.rested)
    app.app = build_app(public)
    # The first page would wait for this; the browser has its libraries to load meanwhile.
    threading.Thread(target=pages, daemon=True).start()
    path = public.path if public else ""
    config = uvicorn.Config(
        app, log_level="warning", root_path=path, ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=public is not None,
    )  # fmt: skip
    print(
        f"ParkLoop's dashboard is at {address} (on this machine only; stop it with Ctrl-C)",
        flush=True,
    )
    if public is not None:
        print(f"A proxy shows it at {public.origin}{public.path}/", flush=True)
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    Server(config, process.background().close).run(sockets=[listener])


def listen(port: int | None) -> socket.socket:
    """Return a listening socket on the port; without one on 8765 or, where taken, any free port.

    Errors: `OSError` where the port that was named is taken or not allowed.
    """
    for tried in (port,) if port is not None else (USUAL_PORT, 0):
        # Named as TCP, asyncio lets its connections send small messages at once.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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


def build_app(public: PublicAddress | None = None) -> Starlette:
    """Return the web application: Solara's own, behind the checks and with local libraries.

    `public` is where a reverse proxy shows it. Where Solara would fetch a missing file from a
    public network, this answers 404.
    """
    os.environ.update({**LIMITS, **os.environ, **SETTINGS})
    if public is not None:
        os.environ["SOLARA_BASE_URL"] = f"{public.origin}{public.path}/"
        os.environ["SOLARA_ROOT_PATH"] = public.path
    # On this machine packing takes longer than sending.
    os.environ["SOLARA_SERVER_HTTP_GZIP"] = str(public is not None).lower()
    os.environ["SOLARA_ASSETS_PROXY_CACHE_DIR"] = str(frontend.ASSETS)
    os.environ["SOLARA_ASSETS_EXTRA_LOCATIONS"] = str(frontend.SCRIPT)
    import solara.server.starlette as solara_server
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    libraries = Lasting(StaticFiles(directory=frontend.ASSETS))
    return Starlette(
        routes=[Mount("/_solara/cdn", app=libraries), *solara_server.routes],
        lifespan=solara_server.lifespan,
        middleware=[Middleware(Guard, public=public), *solara_server.middleware],
    )
