"""What a package says against itself: reversed steps, shares beyond the whole, ban beside growth.

A rule speaks only where the package itself writes one of the values that it compares: the tables
are never at fault here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from policies.parameters import load_parameters
from sim.faults import Fault

Place = Callable[[str, str], str]
Changes = Mapping[str, Mapping[str, float]]

ORDERED: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "energy_budget": (("energy_budget_tier2", "energy_budget_tier1"),),
    "environmental_tax": (("ept_relief_30", "ept_relief_50"),),
    "ladder_tariff": (
        ("diff_restricted", "diff_eliminated"),
        ("diff_restricted_steel", "diff_eliminated_steel"),
        ("diff_restricted_excess", "diff_eliminated_excess"),
        ("punish_over_quota_le100", "punish_over_quota_gt100"),
        ("alu_2014_adder1", "alu_2014_adder2"),
        ("cement_tier1_cement", "cement_tier2_cement"),
        ("cement_adder1", "cement_adder2"),
        ("steel_ladder_adder1", "steel_ladder_adder2"),
        ("unified_ladder_below_benchmark", "unified_ladder_below_baseline"),
    ),
    "land_use": (
        ("hpm_lut_relief_D", "hpm_lut_relief_C", "hpm_lut_relief_B", "hpm_lut_relief_A"),
        ("hpm_elec_adder_C", "hpm_elec_adder_D"),
        ("hpm_water_adder_C", "hpm_water_adder_D"),
        ("hpm_sewage_adder_C", "hpm_sewage_adder_D"),
        ("hpm_loan_spread_A", "hpm_loan_spread_D"),
        ("hpm_expansion_share_D", "hpm_expansion_share_C"),
        ("hpm_notice_factor_C", "hpm_notice_factor_D"),
    ),
    "stepped_water_price": (("overplan_tier2", "overplan_tier3"),),
}
"""Steps of one scale: each value is at most the next, or a better step is treated as a worse."""

WHOLES: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "land_use": (("hpm_share_A", "hpm_share_B", "hpm_share_C", "hpm_share_D"),),
}
"""Shares of one whole: together they are 1."""


@dataclass(frozen=True)
class Moot:
    """A switch of a policy and the parameters that say nothing once it stands at `at`."""

    switch: str
    at: float
    names: tuple[str, ...]
    why: str


MOOT: Final[Mapping[str, tuple[Moot, ...]]] = {
    "carbon_market": (
        Moot(
            "ets_full_auction",
            1.0,
            ("ets_auction_share", "ets_bm_lt300", "ets_bm_heat_coal", "ets_bm_over_archetype",
             "ets_bm_tightening", "ets_nonpower_band"),
            "allocates free allowances, while ets_full_auction = 1 auctions them all",
        ),
        Moot(
            "ets_clears_inside",
            0.0,
            ("ets_offer_slope", "ets_price_bound"),
            "shapes a price cleared inside the run, while ets_clears_inside = 0 takes it as given",
        ),
    ),
}  # fmt: skip

BAN, QUOTA = "new_capacity_ban", "capacity_replacement"
GROWTH: Final = ("cr_ratio_cement", "cr_ratio_glass")
"""Ratios of the sectors that the ban names; below 1 less is closed than is built."""


def contradiction_faults(
    strength: Mapping[str, float], changes: Changes, place: Place
) -> Iterator[Fault]:
    """Yield what a package's values and levers say against each other.

    `place(policy, parameter)` says where a value stands. Names and values have been checked.
    """
    for policy, values in changes.items():
        yield from _reversed(policy, values, place)
        yield from _not_whole(policy, values, place)
        yield from _moot(policy, values, place)
    yield from _ban_beside_growth(strength, changes, place)


def _reversed(policy: str, written: Mapping[str, float], place: Place) -> Iterator[Fault]:
    for scale in ORDERED.get(policy, ()):
        for low, high in pairwise(scale):
            if low not in written and high not in written:
                continue
            least, most = _value(low, written), _value(high, written)
            if least > most:
                name, other = (low, high) if low in written else (high, low)
                side = "more" if name == low else "less"
                mend = "at most" if name == low else "at least"
                wrong = f"is {written[name]:g}, {side} than {other} = {_value(other, written):g}"
                reason = f"{wrong}: the steps of the scale are reversed"
                bound = f"write {mend} {_value(other, written):g}, or change {other} too"
                yield Fault(place(policy, name), reason, bound)


def _not_whole(policy: str, written: Mapping[str, float], place: Place) -> Iterator[Fault]:
    for names in WHOLES.get(policy, ()):
        mine = [name for name in names if name in written]
        total = math.fsum(_value(name, written) for name in names)
        if mine and not math.isclose(total, 1.0, abs_tol=1e-9):
            wrong = f"makes the shares {', '.join(names)} add up to {total:g}"
            yield Fault(place(policy, mine[0]), wrong, "write shares that add up to 1")


def _moot(policy: str, written: Mapping[str, float], place: Place) -> Iterator[Fault]:
    for rule in MOOT.get(policy, ()):
        if written.get(rule.switch) != rule.at:
            continue
        for name in rule.names:
            if name in written:
                mend = f"remove the line or write {rule.switch} = {1.0 - rule.at:g}"
                yield Fault(place(policy, name), rule.why, mend)


def _ban_beside_growth(
    strength: Mapping[str, float], changes: Changes, place: Place
) -> Iterator[Fault]:
    """Yield a ratio below 1 beside the ban.

    At 1 or more the two go together, as the plan has it: nothing is added, and what is renewed
    replaces what is closed.
    """
    if not (strength.get(BAN, 0.0) > 0 and strength.get(QUOTA, 0.0) > 0):
        return
    for name in GROWTH:
        ratio = changes.get(QUOTA, {}).get(name, 1.0)
        if ratio < 1.0:
            wrong = (
                f"is {ratio:g}, so that capacity grows by replacement, while {BAN} lets none be "
                "added"
            )
            yield Fault(place(QUOTA, name), wrong, f"write 1 or more, or remove strength.{BAN}")


def _value(name: str, written: Mapping[str, float]) -> float:
    """Return what a package writes, else what the tables have."""
    return written[name] if name in written else load_parameters().central(name)
