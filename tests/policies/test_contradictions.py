"""What a package may not say against itself: its rules name what exists, and the tables obey."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policies.contradictions import BAN, GROWTH, MOOT, ORDERED, QUOTA, WHOLES
from policies.package import Package
from policies.parameters import DATA, load_parameters
from policies.registry import all_policies
from sim.faults import InputError
from tests.tables.spoil import faults_of, spoil


def test_the_rules_name_parameters_that_exist() -> None:
    kinds = all_policies()
    for policy, groups in [*ORDERED.items(), *WHOLES.items()]:
        assert {name for group in groups for name in group} <= set(kinds[policy].uses)
    for policy, rules in MOOT.items():
        named = {name for rule in rules for name in (rule.switch, *rule.names)}
        assert named <= set(kinds[policy].uses)
    assert set(GROWTH) <= set(kinds[QUOTA].uses) and BAN in kinds


def test_the_tables_do_not_contradict_themselves() -> None:
    written = load_parameters().central
    for policy, kind in all_policies().items():
        numbers = [name for name in kind.uses if written(name) == written(name)]
        for name in numbers:
            if policy != "carbon_market":
                Package("p", strength={policy: 1.0}, parameters={policy: {name: written(name)}})


def test_ban_and_replacement_go_together_as_the_plan_has_them() -> None:
    both = {BAN: 1.0, QUOTA: 1.0}
    Package("p", strength=both, parameters={QUOTA: {"cr_ratio_cement": 1.0}})
    for quiet in (BAN, QUOTA):
        levers = {**both, quiet: 0.0}
        Package("p", strength=levers, parameters={QUOTA: {"cr_ratio_cement": 0.8}})
    with pytest.raises(InputError, match="capacity grows by replacement"):
        Package("p", strength=both, parameters={QUOTA: {"cr_ratio_glass": 0.8}})


def test_a_lever_that_brings_the_contradiction_is_refused_too() -> None:
    growing = Package("p", strength={QUOTA: 1.0}, parameters={QUOTA: {"cr_ratio_cement": 0.8}})
    with pytest.raises(InputError, match=r"remove strength\.new_capacity_ban"):
        growing.with_strengths({BAN: 1.0})


def test_values_that_move_a_whole_scale_are_taken() -> None:
    values = {"hpm_share_A": 0.3, "hpm_share_B": 0.45, "hpm_share_C": 0.2, "hpm_share_D": 0.05}
    Package("p", strength={"land_use": 1.0}, parameters={"land_use": values})


def test_a_row_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    line = spoil(folder, "parameters", ("hpm_lut_relief_A",), "valid_to", "2018-12-31")
    assert faults_of(folder) == [
        f"parameters.csv line {line}, column valid_to: is 2018-12-31, before valid_from "
        "2019-12-01; write a later day or leave it empty"
    ]
