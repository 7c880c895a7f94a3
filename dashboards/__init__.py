"""The dashboard: Solara pages that call `experiments` and nothing else, on this machine alone."""

from __future__ import annotations


def serve(
    parks: list[str],
    port: int | None = None,
    open_browser: bool = True,
    public_address: str = "",
) -> None:
    """Serve the dashboard on 127.0.0.1 until interrupted; load the web server only now.

    `parks` are park files, folders or examples' names, all examples where empty; the first is
    shown first. `port` None takes 8765 or, where that is taken, any free one.
    `public_address` is where a reverse proxy on this machine shows the dashboard.

    Errors: `InputError` with every fault of the parks; `dashboards.frontend.FrontEndMissing`
    where the front-end libraries are not installed; `OSError` where the port is taken;
    `ValueError` for a `public_address` that is none.
    """
    from dashboards.guard import PublicAddress
    from dashboards.server import run

    run(parks, port, open_browser, PublicAddress.read(public_address) if public_address else None)
