"""Packages: what ships can be read, what a file says is what runs, and each fault is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policies.package import Package, packages, read_package
from policies.registry import all_policies
from sim.faults import InputError

HERE = Path(__file__).parent
BROKEN = sorted(HERE.glob("broken/*.toml"))
SOUND = """\
format_version = 1
name = "mine"
title_en = "Mine"
title_zh = "我的"
description = "A test."

[strength]
subsidy = 0.5
land_use = 2

[parameters.land_use]
hpm_elec_adder_D = 0.3   # Haining
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", packages())
def test_a_package_that_ships_reads_and_says_what_it_is(name: str) -> None:
    package = read_package(name)
    assert package.name == name
    assert package.title_en and package.title_zh and package.description
    assert package.flags() == [], "it stays within the ranges of its sources"


def test_the_ready_packages_cover_none_one_and_all() -> None:
    levers = {name: read_package(name).strengths() for name in packages()}
    assert levers["none"] == []
    assert levers["baseline"] == [1.0] * 4
    assert levers["brokered"] == [1.0] * 6
    assert all(levers[name] == [1.0] for name in all_policies())
    pushed = read_package("green_upgrade")
    pushed_by = dict(zip((p.name for p in pushed.policies()), pushed.strengths(), strict=True))
    assert pushed_by.pop("utilisation_relief") == 1.0, "the refund is the law's, pushed or not"
    assert all(strength > 1 for strength in pushed_by.values())


def test_a_file_says_what_runs(tmp_path: Path) -> None:
    package = read_package(written(tmp_path, SOUND))
    assert [policy.name for policy in package.policies()] == ["land_use", "subsidy"]
    assert package.strengths() == [2.0, 0.5]
    land, grant = package.policies()
    assert land.at("hpm_elec_adder_D", 2024) == 0.3
    assert land.parameters.changes == {"hpm_elec_adder_D": 0.3}
    assert grant.parameters.changes == {}
    assert package.title_zh == "我的"


def test_a_path_may_be_text_and_another_name(tmp_path: Path) -> None:
    path = written(tmp_path, SOUND)
    other = Path(shutil.copy(path, tmp_path / "other file.txt"))
    assert read_package(str(other)) == read_package(path)


def test_the_digest_is_of_what_runs() -> None:
    one = Package("p", strength={"subsidy": 1, "land_use": 1})
    same = Package("p", "A title", "标题", strength={"land_use": 1.0, "subsidy": 1.0})
    assert one.digest() == same.digest()
    others = [
        one.with_strengths({"subsidy": 0.5}),
        Package("q", strength=one.strength),
        Package("p", strength=one.strength, parameters={"land_use": {"hpm_elec_adder_D": 0.3}}),
    ]
    assert len({one.digest(), *(other.digest() for other in others)}) == 4


def test_levers_may_be_replaced_and_added() -> None:
    package = read_package("subsidy").with_strengths({"subsidy": 0.0, "land_use": 0.5})
    assert [policy.name for policy in package.policies()] == ["land_use", "subsidy"]
    assert package.strengths() == [0.5, 0.0]
    assert read_package("subsidy").with_strengths({}) == read_package("subsidy")
    with pytest.raises(InputError) as caught:
        package.with_strengths({"subsid": 1, "land_use": 9})
    assert [str(fault) for fault in caught.value.faults] == [
        "strength subsid: there is no policy 'subsid'; write subsidy",
        "strength land_use: is 9; write 0 (absent) to 2; 1 is the instrument as written",
    ]


def test_a_package_built_in_a_notebook_is_checked_too() -> None:
    with pytest.raises(InputError) as caught:
        Package("p", strength={"tax": 1}, parameters={"subsidy": {"cb_demo": 2}})
    assert [str(fault) for fault in caught.value.faults] == [
        "package p, strength.tax: there is no policy 'tax'; "
        "write one that `parkloop policies` lists",
        "package p, parameters.subsidy.cb_demo: is 2 fraction of investment, which cannot be; "
        "write 0 to 1",
    ]


def test_a_value_outside_its_source_is_flagged_not_refused() -> None:
    package = Package("p", strength={}, parameters={"land_use": {"hpm_elec_adder_D": 0.9}})
    (flag,) = package.flags()
    assert flag.startswith("land_use.hpm_elec_adder_D = 0.9 CNY/kWh lies outside 0.1 to 0.4")
    assert "County practice range" in flag


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_package(path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_package(path)
    assert str(caught.value) + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert all(fault.place and fault.wrong and fault.mend for fault in caught.value.faults)


def test_there_are_broken_packages() -> None:
    assert len(BROKEN) >= 20


def test_an_unknown_package_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        read_package("base-line")
    message = "package base-line: there is no such package or file; "
    assert str(caught.value) == message + "write baseline or the path of a TOML file"


def test_a_file_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes("title_zh = '园区'".encode("gbk"))
    with pytest.raises(InputError, match=r"mine.toml: cannot be read \(.*; save it as TOML in"):
        read_package(path)
