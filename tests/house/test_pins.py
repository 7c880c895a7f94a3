"""Every package that an installation brings stands in constraints.txt, at its version."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests.house.project import ROOT, pyproject

PINS = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def wanted(requirement: Requirement, extra: str = "") -> bool:
    """Say whether a requirement applies on this interpreter."""
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def brought(requirements: list[str]) -> dict[str, str]:
    """Return name -> version of the installed packages that `requirements` lead to."""
    versions: dict[str, str] = {}
    waiting = [(Requirement(text), "") for text in requirements]
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        if not wanted(requirement, extra):
            continue
        name = canonicalize_name(requirement.name)
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue
        versions[name] = installed.version
        for new in {"", *requirement.extras} - {e for n, e in seen if n == name}:
            seen.add((name, new))
            waiting += [(Requirement(text), new) for text in installed.requires or ()]
    return versions


@cache
def installation() -> dict[str, str]:
    """Return name -> version of all that ParkLoop and its extras bring here."""
    project = pyproject()["project"]
    extras = project["optional-dependencies"].values()
    found = brought([*project["dependencies"], *(text for extra in extras for text in extra)])
    return {name: version for name, version in found.items() if name != project["name"]}


def test_every_installed_package_is_pinned() -> None:
    installed = installation()
    pins: dict[str, str] = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in PINS
        if wanted(pin)
    }
    assert {"numpy", "mesa", "solara-server", "pytest"} <= set(installed)
    assert {name: (v, pins.get(name)) for name, v in installed.items() if pins.get(name) != v} == {}


def test_the_oldest_python_promised_can_install_the_pins() -> None:
    oldest = pyproject()["project"]["requires-python"].removeprefix(">=") + ".0"
    everywhere = {canonicalize_name(pin.name) for pin in PINS if pin.marker is None}
    told = {name: distribution(name).metadata for name in everywhere & set(installation())}
    asked = {name: metadata.get("Requires-Python", "") for name, metadata in told.items()}
    assert len(asked) > 50
    assert {n: text for n, text in asked.items() if oldest not in SpecifierSet(text)} == {}


def test_a_pin_is_one_exact_version() -> None:
    assert [str(pin) for pin in PINS if not re.fullmatch(r"==[\w.!+]+", str(pin.specifier))] == []
    assert [str(pin) for pin in PINS if pin.url] == []
