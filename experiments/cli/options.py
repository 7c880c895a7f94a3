"""Options and printing that several commands share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from sim.faults import Fault, InputError

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 110
"""Columns of a table that no terminal shows."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
until = click.option("--until", default=2030, show_default=True, help="Last year simulated.")
seed = click.option("--seed", default=1, show_default=True, help="Seed of the random draws.")
package = click.option(
    "--package",
    default="baseline",
    show_default=True,
    help="Policy package: a name or a TOML file; NAME@2026 comes into force in 2026.",
)
strengths = click.option(
    "--set", "strengths", multiple=True, metavar="POLICY=STRENGTH",
    help="Strength of a policy instead of the package's; 0 leaves it out. May be repeated.",
)  # fmt: skip
assumptions = click.option(
    "--assume", "assumptions", multiple=True, metavar="NAME=VALUE",
    help="Replace an assumption (see `parkloop source assumptions`). May be repeated.",
)  # fmt: skip

uncertainties = click.option(
    "--uncertainty", "uncertainties", multiple=True, metavar="FACTOR=POSITION",
    help="Place a factor of the tables: 0 its low end, 0.5 the value, 1 its high end. Repeatable.",
)  # fmt: skip
draw = click.option(
    "--draw", default=0, show_default=True,
    help="Draw every row of the tables that has a range; 0 takes the tables as they stand.",
)  # fmt: skip


def numbers(pairs: tuple[str, ...], option: str) -> dict[str, float]:
    """Read NAME=NUMBER pairs; all faults at once."""
    values, faults = {}, []
    for pair in pairs:
        name, equals, text = pair.partition("=")
        try:
            values[name.strip()] = float(text)
        except ValueError:
            wrong = f"{text!r} is no number" if equals else "there is no ="
            faults.append(Fault(f"{option} {pair}", wrong, "write NAME=NUMBER, as in subsidy=0.5"))
    if faults:
        raise InputError(faults)
    return values


_ONE = {
    "enterprises": "enterprise", "facilities": "facility", "links": "link", "plots": "plot",
    "wastes": "waste",
}  # fmt: skip


def counted(sizes: Mapping[str, int]) -> str:
    """Return how many rows the sheets of a park have; those without are left out.

    >>> counted({"enterprises": 10, "facilities": 1, "links": 0})
    '10 enterprises, 1 facility'
    """
    parts = (f"{n} {_ONE[name] if n == 1 else name}" for name, n in sizes.items() if n)
    return ", ".join(parts)


def print_json(value: Any) -> None:
    """Print JSON that holds no NaN: a number that does not exist is null."""
    click.echo(json.dumps(finite(value), ensure_ascii=False, indent=1, allow_nan=False))


def finite(value: Any) -> Any:
    """Replace numbers that are not finite by None, and numpy numbers by Python's."""
    if isinstance(value, Mapping):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value


def console() -> Console:
    """Return the console that tables go to: as wide as the terminal, 110 columns into a file."""
    from rich.console import Console

    found = Console()
    return found if found.is_terminal else Console(width=WIDTH)


@contextmanager
def progress(total: int, label: str, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show a bar of `total` steps on standard error where a person looks at it."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=quiet or not console.is_terminal, transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)
