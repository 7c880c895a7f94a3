"""One replay of a case's years: which links emerged, when, and how fast they reached full size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from agents.feasible import feasible_pairs
from experiments.facts.steady import months_to_full
from experiments.facts.trace import Standing
from experiments.history.prices import constant_catalogue
from experiments.history.record import Case
from experiments.history.routine import leave_as_recorded, month
from experiments.indicators.linkbook import LinkBook
from experiments.indicators.stream_class import class_of
from policies.parameters import load_parameters
from sim.assumptions import assumptions
from sim.world import World, run_month, start_world

Floats = NDArray[np.float64]
Trio = tuple[str, str, str]

PURSE = {"cash_months": 12.0}
"""A year's revenue is in hand, every month anew: no purse decides a replay."""


@dataclass(frozen=True)
class Link:
    """One link that emerged: who gives what kind to whom by which option, when it first flowed.

    `possible` is the year from which both sides stood and the stream was made; `months_to_full`
    counts from signing until twelve months bring four fifths of the later level, None where the
    link ran less than four years.
    """

    giver: str
    taker: str
    kind: str
    exchange: str
    year: float
    possible: int
    months_to_full: int | None

    @property
    def trio(self) -> Trio:
        """Giver, taker and kind: what a recorded exchange is found by."""
        return self.giver, self.taker, self.kind


@dataclass(frozen=True)
class Replay:
    """The links that emerged in one run of a case, in the order in which they first flowed."""

    case: Case = field(repr=False)
    seed: int
    links: tuple[Link, ...]
    feasible: frozenset[Trio]
    """What fits by stream, sector and distance at the end, known or not."""

    @cached_property
    def first_year(self) -> dict[Trio, float]:
        """The year in which each trio of giver, taker and kind first flowed."""
        return {link.trio: link.year for link in reversed(self.links)}

    @cached_property
    def first_of_kind(self) -> dict[str, float]:
        """The year in which each kind first flowed."""
        return {link.kind: link.year for link in reversed(self.links)}

    def cumulative(self) -> list[int]:
        """Return how many links (two sides and an option) had emerged by the end of each year."""
        first = {(x.giver, x.taker, x.exchange): x.year for x in reversed(self.links)}
        years = np.array(sorted(first.values()))
        ends = np.arange(self.case.first_year, self.case.last_year + 1) + 1
        counts: list[int] = np.searchsorted(years, ends).tolist()
        return counts


def replay(
    case: Case, seed: int, brokered: float = 0.0, assumption: Mapping[str, float] | None = None
) -> Replay:
    """Run a case from its first to its last year.

    Same market rules as in every run; no policy but a broker with `brokered` proposals a year; no
    investment, no chance of entry or exit, constant demand, constant prices.
    """
    catalogue = constant_catalogue(case.name)
    terms = (("broker_proposals_per_year", brokered),)
    world = start_world(
        catalogue,
        [case.park],
        seed,
        {**assumptions(catalogue, assumption), **PURSE},
        [Standing(load_parameters(), terms)] if brokered else [],
        np.ones((1, 1 if brokered else 0)),
        case.months,
        month(case.processes),
        first_year=case.first_year,
    )
    world.overrides["leave"] = partial(leave_as_recorded, world)
    delivered = []
    for _ in range(case.months):
        before = world.columns.contracts.delivered_year.copy()
        fresh = world.month % 12 == 0
        run_month(world)
        after = world.columns.contracts.delivered_year.copy()
        after[: len(before)] -= 0.0 if fresh else before
        delivered.append(after)
    return Replay(case, seed, _links(world, case, delivered), _feasible(world))


def _feasible(world: World) -> frozenset[Trio]:
    pairs, name = feasible_pairs(world), world.columns.enterprises.name
    streams = world.catalogue.from_stream[pairs.exchange].tolist()
    kinds = [class_of(world.catalogue.streams[stream]) for stream in streams]
    sides = (map(str, name[side]) for side in (pairs.seller, pairs.buyer))
    return frozenset(zip(*sides, kinds, strict=True))


def _links(world: World, case: Case, delivered: list[Floats]) -> tuple[Link, ...]:
    book, columns, catalogue = LinkBook(world), world.columns, world.catalogue
    monthly = np.zeros((len(delivered), len(book)))
    for now, amounts in enumerate(delivered):
        monthly[now, : len(amounts)] = amounts
    name, signed = columns.enterprises.name, columns.contracts.signed_month
    links = []
    for row in np.flatnonzero(book.between & book.ran & (book.previous < 0)).tolist():
        life = _life(book, row)
        flow = monthly[:, life].sum(axis=1)
        if not flow.any():
            continue
        start, end = int(book.start[row]), min(int(book.end[life].max()), world.month)
        full = months_to_full(flow, start, end)
        stream = catalogue.streams[book.stream[row]]
        giver, taker = (str(name[side[row]]) for side in (book.giver, book.taker))
        links.append(
            Link(
                giver=giver,
                taker=taker,
                kind=class_of(stream),
                exchange=catalogue.exchanges[book.exchange[row]],
                year=case.first_year + start / 12.0,
                possible=case.possible(giver, taker, stream),
                months_to_full=None if full is None else full + start - int(signed[row]),
            )
        )
    return tuple(sorted(links, key=lambda link: link.year))


def _life(book: LinkBook, first: int) -> list[int]:
    """Return the contract that began a link and those that renew it."""
    rows = [first]
    for row, before in enumerate(book.previous.tolist()):
        if before == rows[-1]:
            rows.append(row)
    return rows
