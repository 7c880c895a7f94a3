"""`parkloop dashboard`: found by the command line through the entry points `parkloop.commands`."""

from __future__ import annotations

import click


@click.command("dashboard")
@click.argument("parks", nargs=-1, metavar="[PARK]...")
@click.option("--port", type=click.IntRange(1, 65535), help="Port on 127.0.0.1.  [default: 8765]")
@click.option("--browser/--no-browser", default=True, help="Open it in the browser.")
@click.option(
    "--public-address",
    default="",
    metavar="ADDRESS",
    help="Where a reverse proxy on this machine shows it, as https://parks.example.org.",
)
def dashboard(parks: tuple[str, ...], port: int | None, browser: bool, public_address: str) -> None:
    """Open the dashboard on this machine.

    PARKs are park files, folders or names of examples; without any, all examples are offered.
    """
    from dashboards import serve
    from dashboards.frontend import FrontEndMissing

    try:
        serve(list(parks), port, browser, public_address)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--public-address") from error
    except FrontEndMissing as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        what = f"port {port} of 127.0.0.1 cannot be used ({error.strerror or error})"
        raise click.ClickException(f"{what}: choose another with --port") from error
