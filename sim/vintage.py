"""Vintages: when lines of capacity were built, how long they stand and what energy they use."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, of_role, per_catalogue
from sim.columns import BY_PLAN, Enterprises, Vintages
from sim.draws import Draws
from sim.sums import sum_one

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LARGE = 3
"""Size class of enterprises with the most lines."""

LOGIT_OF_NORMAL = 1.702
"""1 / (1 + exp(-1.702 x)) is within 0.01 of the normal distribution function (Camilli 1994)."""


def wears(catalogue: Catalogue, enterprises: Enterprises) -> Flags:
    """Say whose capacity ages: that of firms; utilities and outside actors are kept up."""
    firm = of_role(catalogue, "firm")[enterprises.sector]
    ages: Flags = firm & enterprises.inside & (enterprises.dispatch == BY_PLAN)
    return ages


@per_catalogue
def plant_life_years(catalogue: Catalogue) -> Floats:
    """Return the years after which main equipment is renewed, by sector (context `plant_life`).

    A sector's own row holds before that of its industry, and that of all industry holds else.
    """
    table = catalogue.tables["context"]
    rows = table["series"] == "plant_life"
    life = dict(zip(table["scope"][rows], table["value"][rows], strict=True))
    industries = catalogue.tables["sectors"]["stat_sector"]
    return np.array(
        [
            life.get(name, life.get(industry, life["industry_total"]))
            for name, industry in zip(catalogue.sectors, industries, strict=True)
        ]
    )


def new_line_energy(assumption: dict[str, float], mean_age: float, built_month: Ints) -> Floats:
    """Return the energy use of lines over that of one of the mean age in the base year.

    The best plant on offer uses less by `vintage_gain` a year: (1 + gain) ^ -(years since then).

    >>> energy = new_line_energy({"vintage_gain": 0.008}, 12.0, np.array([-144, 0, 120]))
    >>> energy.round(3).tolist()
    [1.0, 0.909, 0.839]
    """
    years = np.asarray(built_month) / 12.0 + mean_age
    energy: Floats = (1.0 + assumption["vintage_gain"]) ** -years
    return energy


def new_plant_energy(
    catalogue: Catalogue, assumption: dict[str, float], start_month: Ints
) -> Floats:
    """Return the factor on the energy use of who starts later, with new plant; else 1."""
    started = np.maximum(start_month, 0)
    new = new_line_energy(assumption, mean_age_years(catalogue), started)
    return np.where(start_month > 0, new, 1.0)


def mean_age_years(catalogue: Catalogue) -> float:
    """Return the mean age of plant in the base year."""
    return catalogue.context("plant_age", "industry_total")


def lay_lines(
    catalogue: Catalogue,
    draws: Draws,
    assumption: dict[str, float],
    enterprises: Enterprises,
    spread: Floats,
) -> Vintages:
    """Return the lines of enterprises (rows counted from 0), and set their `vintage_*` columns.

    A line's age is uniform up to twice the mean age and at most the sector's life, the higher the
    more energy the enterprise uses (`spread` is that draw), with correlation `age_correlation`.
    The lines' mean energy is the enterprise's own, so that nothing moves by laying them out. Who
    starts later starts with one new line. A large enterprise has `lines_of_large`, a micro one 1.
    """
    most = assumption["lines_of_large"]
    count = np.rint(1.0 + (most - 1.0) * enterprises.size / LARGE).astype(np.int64)
    count[enterprises.start_month > 0] = 1
    owner = np.repeat(np.arange(len(enterprises)), count)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    tie = assumption["age_correlation"]
    own = draws.normal("age", enterprises.key[owner], number)
    place = tie * spread[owner] / max(assumption["efficiency_sd"], 1e-12)
    place = place + np.sqrt(1.0 - tie * tie) * own
    mean_age = mean_age_years(catalogue)
    oldest = np.minimum(2.0 * mean_age, plant_life_years(catalogue)[enterprises.sector[owner]])
    age = oldest / (1.0 + np.exp(-LOGIT_OF_NORMAL * place))
    start = enterprises.start_month[owner]
    built = np.where(start > 0, start, -np.floor(age).astype(np.int64) * 12)
    energy = new_line_energy(assumption, mean_age, built)
    mean = sum_one(owner, energy, len(enterprises)) / np.maximum(count, 1)
    enterprises.vintage_norm[:] = 1.0 / mean
    enterprises.vintage_energy[:] = 1.0
    return Vintages.blank(
        len(owner),
        enterprise=owner,
        built_month=built,
        capacity=(enterprises.capacity / count)[owner],
        energy=energy / mean[owner],
    )
