"""The `parkloop` command: finds a command's file, and turns errors into exit codes.

Exit codes: 0 done, 2 the input is wrong, 130 cancelled, 1 anything else.
"""

from __future__ import annotations

import importlib
import json
import sys
from difflib import get_close_matches
from importlib.metadata import entry_points
from typing import Any

import click

from sim.compiling import on_compile
from sim.faults import InputError

COMMANDS = {
    "run": "Simulate one park under one package",
    "compare": "Compare packages on paired seeds",
    "evaluate": "Score a park by the evaluation systems",
    "finance": "Set the cost of each policy against its effect",
    "sweep": "Run a study: many scenarios, resumable",
    "results": "List, filter and export the results of studies",
    "replay": "Run a stored run again and compare it bit by bit",
    "experiment": "Carry out a ready experiment: figures and tables",
    "analyse": "Sensitivity, PRIM or regret on a study",
    "calibrate": "Match a park with what happened, misses shown",
    "opportunities": "Rank the links not yet formed, and what would unblock them",
    "missing": "Rank the kinds of enterprise that would close most loops",
    "optimum": "Compare the market with the planner's optimum",
    "history": "Replay a park's recorded years beside the record",
    "check": "List every fault of a park file",
    "template": "Write an empty park workbook",
    "synth": "Compose a plausible park",
    "parks": "List the example parks",
    "policies": "List the policy instruments and packages",
    "methods": "Write methods paragraph and TRACE evidence of a store",
    "measures": "List the measures of the policy documents",
    "source": "Show a number's value, range, source and users",
    "inventory": "Energy, CO2 and pollutants of a table of quantities",
    "explain": "Explain an enterprise's year, or the committee's",
    "why": "Split a change of CO2 or energy into effects",
    "sankey": "Balanced flows of energy, water or materials in a year",
    "metrics": "Network science on a flow table or a run",
}
"""Name and one line of each command; its code is `experiments/cli/<name>_command.py`."""

EXTENSIONS = "parkloop.commands"
"""Entry points that add commands from upper floors, by name."""

UPPER = {"dashboard": "Open the dashboard on this machine"}
"""One line of the commands of upper floors; one that is not here shows where it comes from."""

CANCELLED = 130


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called or its help asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List all commands without loading them."""
        return [*COMMANDS, *sorted(_extensions())]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load one command."""
        command: click.Command | None = None
        if name in COMMANDS:
            module = importlib.import_module(f"experiments.cli.{name}_command")
            command = module.command
        elif name in _extensions():
            command = _extensions()[name].load()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first word names, or name the nearest."""
        if args[0].isidentifier() and self.get_command(ctx, args[0]) is None:
            close = get_close_matches(args[0], self.list_commands(ctx), 1)
            mend = f"did you mean {close[0]}?" if close else "`parkloop --help` lists them all"
            ctx.fail(f"No such command {args[0]!r}; {mend}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from their one-liners, loading none."""
        added = ((name, UPPER.get(name, point.value)) for name, point in _extensions().items())
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items(), *sorted(added)])


def _extensions() -> dict[str, Any]:
    return {point.name: point for point in entry_points(group=EXTENSIONS)}


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="parkloop", prog_name="parkloop")
def group() -> None:
    """Simulate how an industrial park becomes circular and low-carbon, month by month to 2030."""


def tell_of_compiling(kept: bool) -> None:
    """Say on standard error, where a person looks at it, what the first run waits for."""
    from rich.console import Console

    text = "Compiling once, then cached: the first run takes about a quarter of a minute longer."
    if not kept:
        text = (
            "Compiling, as every run must here (about a quarter of a minute): no cache folder can "
            "be written. Set NUMBA_CACHE_DIR to a folder of yours and it happens once."
        )
    console = Console(stderr=True)
    if console.is_terminal:
        console.print(text, style="dim")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    wants_json = "--json" in (sys.argv[1:] if arguments is None else arguments)
    on_compile(tell_of_compiling)
    try:
        group.main(args=arguments, prog_name="parkloop", standalone_mode=False)
    except InputError as error:
        _report(error, wants_json)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("cancelled", err=True)
        sys.exit(CANCELLED)
    sys.exit(0)


def _report(error: InputError, wants_json: bool) -> None:
    """Print every fault: as lines on standard error, or as JSON on standard output."""
    if wants_json:
        faults = [{"place": f.place, "wrong": f.wrong, "mend": f.mend} for f in error.faults]
        click.echo(json.dumps({"faults": faults}, ensure_ascii=False, indent=1))
    for fault in error.faults:
        click.echo(str(fault), err=True)
    count = len(error.faults)
    click.echo(f"{count} fault{'s' if count > 1 else ''}; nothing was written", err=True)
