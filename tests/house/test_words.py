"""What no tracked file may say: a path of one machine, a package index, work left undone."""

from __future__ import annotations

import re

import pytest

from tests.house.project import texts

# Each pattern is spelt so that this file does not hold what it forbids.
MACHINE_PATH = re.compile(r"(?<![\w.)}\]*-])/(?:wor[k]|tm[p]|roo[t]|hom[e]|User[s])(?=/|[^\w/]|$)")
INDEX_HOST = re.compile(
    r"pyp[i]\.(?:org|python)|pythonhoste[d]|registry\.(?:np[m]js|yar[n]pkg)|anacond[a]\.(?:org|com)"
    r"|jsdeliv[r]|unpk[g]\.com|\.tun[a]\.|mirrors?\.[a-z]+\.(?:com|edu)",
)
UNDONE = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b|raise NotImplemente[d]")


def found(pattern: re.Pattern[str], suffix: str = "") -> list[str]:
    """Return `file:line: text` for each match in tracked files whose name ends with `suffix`."""
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, text in texts().items()
        if path.name.endswith(suffix) and pattern.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert found(MACHINE_PATH) == []


def test_no_file_names_a_package_index() -> None:
    assert found(INDEX_HOST) == []


def test_nothing_is_left_undone() -> None:
    assert found(UNDONE, suffix=".py") == []


@pytest.mark.parametrize(
    ("pattern", "caught", "passed"),
    [
        (MACHINE_PATH, '"/{}/x"'.format("tmp"), "tmp/x and share/{}".format("tmp")),
        (MACHINE_PATH, "cd /{}".format("work"), "firms /workers"),
        (INDEX_HOST, "https://{}.org/simple".format("pypi"), "the package index"),
        (UNDONE, "# {}: later".format("todo".upper()), "todo_list"),
    ],
)
def test_the_patterns_catch_what_they_name(
    pattern: re.Pattern[str], caught: str, passed: str
) -> None:
    assert pattern.search(caught)
    assert not pattern.search(passed)
