"""One-stop approval: one window for projects, so that links and entrants start sooner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class OneStopApproval(Instrument):
    """One window and a green channel: shorter lead times, fewer projects given up before a start.

    From the dated year the months between a contract and its start fall by a share, those of a
    hazardous permit too; a review of the whole park in place of each project's own raises the share
    of entry slots taken, and one window for projects of several energies that of enterprises that
    consider a retrofit. Strength scales each change, lead and permit to all the months that
    approval takes at most.

    >>> from policies.parameters import load_parameters
    >>> rule = OneStopApproval(load_parameters())
    >>> [rule.at("approval_lead_cut", year, otherwise=0.0) for year in (2020, 2024)]
    [0.0, 0.3]
    """

    name: ClassVar[str] = "one_stop_approval"
    title_en: ClassVar[str] = "One-stop approval and green channel"
    title_zh: ClassVar[str] = "一窗受理与绿色审批通道"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(2)9",
            "Parks that have been recognised get a green channel for the approval of projects.",
            "经认定的绿色低碳园区，其重点建设项目进入审批绿色通道。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "2",
            "Projects of several energies are handled at one window, and a regional review of "
            "energy and carbon takes the place of each project's own.",
            "多能互补项目实行“一窗受理”，以区域能评、碳评代替单个项目评审。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "4(2)",
            "A review of energy for a region goes with a standard of efficiency for the sector.",
            "推行“区域能评＋产业能效技术标准”的准入机制。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "11(2)",
            "Low-carbon projects of high efficiency are listed and pass a green channel.",
            "编制绿色项目清单，为低碳高效项目开辟绿色通道。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "approval_lead_cut", "approval_permit_cut", "approval_entry", "approval_projects",
        "approval_cost",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = (
        "link_lead_factor", "permit_factor", "entry_rate_factor", "consider_factor",
    )  # fmt: skip
    payer: ClassVar[str] = "park"
    local: ClassVar[bool] = True

    def write(self, view: View) -> Sequence[Entry]:
        """Return the shorter months and the rises of entry and of what is considered."""
        year = view.year
        if not self.at("approval_lead_cut", year, otherwise=0.0):
            return ()
        lead = 1.0 - np.minimum(self.at("approval_lead_cut", year) * view.strength, 1.0)
        permit = 1.0 - np.minimum(self.at("approval_permit_cut", year) * view.strength, 1.0)
        entry = 1.0 + (self.at("approval_entry", year) - 1.0) * view.park_strength
        projects = 1.0 + (self.at("approval_projects", year) - 1.0) * view.strength
        return (
            Entry("link_lead_factor", "scale", lead),
            Entry("permit_factor", "scale", permit),
            Entry("entry_rate_factor", "scale", entry),
            Entry("consider_factor", "scale", projects),
        )

    def public_cost(self, view: View) -> Floats | None:
        """Return what the window and the regional review cost each park."""
        if not self.at("approval_lead_cut", view.year, otherwise=0.0):
            return None
        cost: Floats = self.at("approval_cost", view.year) * CNY_PER_WAN * view.park_strength
        return cost


POLICY = OneStopApproval
