"""Parks and packages kept in a store come back with the same digest."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.store.keep import (
    keep_package,
    keep_park,
    package_body,
    park_text,
    read_package_kept,
    read_park_kept,
)
from policies.package import Package, packages, read_package
from sim.faults import InputError
from sim.park import SHEETS, Park
from sim.parkfile import example_parks, read_park
from sim.synth import synth


@pytest.mark.parametrize("name", [*sorted(example_parks()), "composed"])
def test_every_park_comes_back(tmp_path: Path, name: str) -> None:
    park = synth(30, 4) if name == "composed" else read_park(name)
    keep_park(tmp_path, park.digest(), park)
    back = read_park_kept(tmp_path, park.digest())
    assert back.digest() == park.digest()
    for sheet in (name for name in SHEETS if name != "park"):
        mine, kept = getattr(park, sheet), getattr(back, sheet)
        assert list(mine) == list(kept)
        for column in mine:
            assert mine[column].dtype == kept[column].dtype
            assert mine[column].tobytes() == kept[column].tobytes() or mine[column].dtype == object
    json.loads((tmp_path / f"{park.digest()}.json").read_text(), parse_constant=pytest.fail)


def test_numbers_keep_all_their_digits(tmp_path: Path) -> None:
    park = synth(8, 1)
    output = park.enterprises["output"].copy()
    output[:3] = [0.1 + 0.2, math.nan, 1e300]
    park = replace(park, enterprises={**park.enterprises, "output": output})
    keep_park(tmp_path, park.digest(), park)
    back = read_park_kept(tmp_path, park.digest()).enterprises["output"]
    assert back.view(np.int64)[[0, 2]].tolist() == output.view(np.int64)[[0, 2]].tolist()
    assert np.isnan(back[1])


def test_a_park_that_would_not_come_back_is_refused() -> None:
    park = synth(8, 1)
    odd = Park({**park.info, "note": np.int64(3)}, park.enterprises)
    with pytest.raises(ValueError, match="holds values that are neither text nor number"):
        park_text(odd)


@pytest.mark.parametrize("name", sorted(packages()))
def test_every_package_comes_back_with_its_levers(tmp_path: Path, name: str) -> None:
    package = read_package(name)
    body = package_body(package)
    keep_package(tmp_path, body.digest(), body)
    back = read_package_kept(tmp_path, body.digest()).with_strengths(package.strength)
    assert back == package
    assert back.digest() == package.digest()


def test_changed_parameters_come_back(tmp_path: Path) -> None:
    from policies.parameters import load_parameters

    policy, name = next(iter(sorted(_changeable())))
    value = load_parameters().steps(name)[-1].value
    package = Package("mine", "Mine", parameters={policy: {name: value}})
    keep_package(tmp_path, package.digest(), package)
    assert read_package_kept(tmp_path, package.digest()) == package


def _changeable() -> list[tuple[str, str]]:
    found = []
    for path in packages():
        for policy, changes in read_package(path).parameters.items():
            found += [(policy, name) for name in changes]
    return found


def test_a_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    park = synth(8, 1)
    keep_park(tmp_path, park.digest(), park)
    path = tmp_path / f"{park.digest()}.json"
    text = path.read_text()
    path.write_text(text.replace("composed", "real", 1))
    with pytest.raises(InputError, match="it is not the park that was run; copy the store again"):
        read_park_kept(tmp_path, park.digest())
    body = package_body(read_package("baseline"))
    keep_package(tmp_path, body.digest(), replace(body, name="other"))
    with pytest.raises(InputError, match="it is not the package that was run"):
        read_package_kept(tmp_path, body.digest())


def test_a_file_that_is_missing_or_half_is_named_and_written_anew(tmp_path: Path) -> None:
    park, body = synth(8, 1), package_body(read_package("none"))
    with pytest.raises(InputError, match=r"json: it cannot be read \(No such file"):
        read_park_kept(tmp_path, park.digest())
    for digest in (park.digest(), body.digest()):
        (tmp_path / f"{digest}.json").write_text('{"info": ')
    with pytest.raises(InputError, match=r"json: it cannot be read .*; copy the store again"):
        read_park_kept(tmp_path, park.digest())
    with pytest.raises(InputError, match="it cannot be read"):
        read_package_kept(tmp_path, body.digest())
    keep_park(tmp_path, park.digest(), park)
    assert read_park_kept(tmp_path, park.digest()).digest() == park.digest()
