"""The month of a replay: the rules of every run, with what the record says in place of chance."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from agents import routine
from agents.broker import propose
from agents.january import Step, exit_and_entry, january, open_year, price_year
from agents.knowledge import spread_knowledge
from agents.links import end_dead_links, review_links
from experiments.history.record import Process
from sim.assess import close_year, write_terms
from sim.park_columns import close_mass
from sim.world import Phase, World

Floats = NDArray[np.float64]


def begin_processes(world: World, processes: tuple[Process, ...]) -> None:
    """Let plants put out a recorded stream from its year on, and nothing of it before."""
    columns = world.columns
    slots, enterprises = columns.slots, columns.enterprises
    for process in processes:
        owner = np.flatnonzero(enterprises.name == process.enterprise)
        stream = world.catalogue.stream[process.stream]
        at = np.isin(slots.enterprise, owner) & (slots.stream == stream) & slots.out
        began = float(world.year >= process.year)
        slots.coefficient[at] = began * slots.base_coefficient[at]
        close_mass(slots, world.catalogue, owner)


def leave_as_recorded(world: World, wish: Floats) -> None:
    """Rewrite who leaves (hook `leave`): those whose recorded last year is over, nobody else."""
    wish[:] = world.columns.enterprises.end_month <= world.month


def reopen_purses(world: World) -> None:
    """Open every month with the balance sheets of the first one.

    Forty years of constant margins say nothing of who could pay: a replay is not judged on money.
    """
    for name in ("cash", "receivables", "fixed_assets", "debt", "equity"):
        column = getattr(world.columns.enterprises, name)
        column[:] = world.memory.setdefault(f"opening {name}", column.copy())


NOT_REPLAYED = frozenset(
    [
        "settle tax relief", "pay dividends", "reform policies", "assess standing",
        "set levers", "dispatch power", "book public cost", "pay promised support",
        "pay awards", "committees work", "banks open their books", "renew capacity",
        "facilities are ordered", "reuse on site", "technologies wear out",
        "apply, award, invest", "note loans of projects", "allow tax relief",
        "plan own power",
    ]
)  # fmt: skip
"""Steps of the usual January that a replay leaves out: policies, today's tariff, investment."""


def steps(processes: tuple[Process, ...]) -> tuple[Step, ...]:
    """Return the steps of a replay's January, in order."""
    begin: Callable[[World], None] = partial(begin_processes, processes=processes)
    return (
        ("close last year", close_year),
        ("write terms", write_terms),
        ("price the year", price_year),
        ("exit and entry", exit_and_entry),
        ("begin processes", begin),
        ("open the year", open_year),
        ("review links", review_links),
        ("spread knowledge", spread_knowledge),
        ("brokers propose", propose),
        ("end dead links", end_dead_links),
    )


def month(processes: tuple[Process, ...]) -> tuple[tuple[str, Phase], ...]:
    """Return the phases of a replay's month: the usual ones, with its own January."""
    first, *others = routine.MONTH
    return (
        ("reopen purses", reopen_purses),
        (first[0], partial(january, steps=steps(processes))),
        *others,
    )
