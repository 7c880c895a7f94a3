"""Platform: enterprises show each other on line what waste, heat and water they have and seek."""

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
class Platform(Instrument):
    """An information platform of the park for wastes and by-products, run by its committee.

    The share of enterprises on it follows a dated path; strength scales the share, to all of them
    at most, and the cost of running it alike. What a member learns, and from which share of
    members on, is the enterprises' affair, not the policy's.

    >>> from policies.parameters import load_parameters
    >>> rule = Platform(load_parameters())
    >>> [rule.share(year) for year in (2021, 2022, 2025, 2030)]
    [0.0, 0.2, 0.4, 0.7]
    """

    name: ClassVar[str] = "platform"
    title_en: ClassVar[str] = "Information platform for wastes and by-products"
    title_zh: ClassVar[str] = "园区资源循环利用信息平台"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(IV)2",
            "Circular transformation of parks builds on service platforms, so that enterprises use "
            "energy and resources comprehensively.",
            "园区循环化改造以服务平台为支撑，推动企业综合利用能源资源。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(4)",
            "The park's network for recycling waste is improved, for solid waste, waste heat, gas, "
            "liquid and residue.",
            "完善园区废弃物循环利用网络，推动固体废物、余热、废气、废液、废渣资源化利用。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(6)",
            "Parks monitor energy and environment on line and publish on a local network what "
            "concerns green development.",
            "园区在线监测能源和环境，并在局域网上发布绿色发展信息。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("platform_share", "platform_cost")
    terms: ClassVar[tuple[str, ...]] = ("platform_share",)
    payer: ClassVar[str] = "park"
    local: ClassVar[bool] = True

    def share(self, year: int) -> float:
        """Return the share of enterprises on it at strength 1; 0 before it starts."""
        return self.at("platform_share", year, otherwise=0.0)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the share of each park's enterprises on the platform."""
        share = np.minimum(self.share(view.year) * view.park_strength, 1.0)
        return (Entry("platform_share", "floor", share),)

    def public_cost(self, view: View) -> Floats | None:
        """Return what staff, servers and checks of entries cost each park that runs one."""
        if not self.share(view.year):
            return None
        cost: Floats = self.at("platform_cost", view.year) * CNY_PER_WAN * view.park_strength
        return cost


POLICY = Platform
