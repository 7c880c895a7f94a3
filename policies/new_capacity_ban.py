"""Ban on new capacity of cement and flat glass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument
from sim.policy import View
from sim.terms import Entry

BANNED = ("cement_clinker", "flat_glass")
"""Clinker stands for cement: grinding alone adds no kiln."""


@dataclass(frozen=True)
class NewCapacityBan(Instrument):
    """No expansion and no entrant in clinker and flat glass; renewal of what stands is free.

    Strength is the share of new capacity refused, to all of it at most.

    >>> from policies.parameters import load_parameters
    >>> rule = NewCapacityBan(load_parameters())
    >>> [rule.in_force(year) for year in (2020, 2021, 2025, 2030)]
    [False, True, True, True]
    """

    name: ClassVar[str] = "new_capacity_ban"
    title_en: ClassVar[str] = "Ban on new cement and flat-glass capacity"
    title_zh: ClassVar[str] = "严禁新增水泥和平板玻璃产能"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "preamble",
            "During the 14th plan no new cement or flat-glass project that expands capacity is "
            "filed or built.",
            "“十四五”期间不得备案、新建扩大产能的水泥和平板玻璃项目。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("ncb_in_force",)
    terms: ClassVar[tuple[str, ...]] = ("new_capacity_allowed",)
    payer: ClassVar[str] = "enterprises"

    def in_force(self, year: int) -> bool:
        """Say whether the ban holds in a year."""
        return bool(self.at("ncb_in_force", year, otherwise=0.0))

    def write(self, view: View) -> Sequence[Entry]:
        """Return the share of new capacity still allowed, by park and sector."""
        if not self.in_force(view.year):
            return ()
        allowed = np.full((view.parks, len(view.catalogue.sectors)), np.nan)
        for sector in BANNED:
            left = np.maximum(1.0 - np.asarray(view.park_strength), 0.0)
            allowed[:, view.catalogue.sector[sector]] = left
        return (Entry("new_capacity_allowed", "cap", allowed.ravel()),)


POLICY = NewCapacityBan
