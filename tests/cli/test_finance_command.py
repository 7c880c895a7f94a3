"""`parkloop finance` as a user meets it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from experiments.cli.main import main

RUN = ("--package", "subsidy", "--until", "2021", "--seeds", "2")


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        main(["finance", *(str(word) for word in words)])
    out, err = capsys.readouterr()
    assert isinstance(caught.value.code, int)
    return caught.value.code, out, err


def test_finance_gives_tables_a_figure_and_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder, drawn = tmp_path / "tables", tmp_path / "cost.png"
    code, out, err = run(capsys, "kalundborg", *RUN, "--out", folder, "--figure", drawn, "--json")
    assert code == 0, err
    found = json.loads(out)
    assert [case["without"] for case in found["cases"]] == ["subsidy", "no_policy", "no_symbiosis"]
    assert found["band"].startswith("90 percent") and found["seeds"] == [1, 2]
    assert drawn.is_file() and drawn.with_suffix(".svg").is_file()
    with (folder / "effects.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    total = sum(
        float(row["value"])
        for row in rows
        if (row["without"], row["measure"]) == ("subsidy", "cost_cny")
    )
    told = found["cases"][0]["totals"]["cost_cny"]["mean"]
    assert total / 2 == pytest.approx(told)
    code, _, err = run(capsys, "kalundborg", *RUN, "--out", folder)
    assert code == 2 and "--force" in err


@pytest.mark.parametrize(("lang", "words"), [("en", "CO2 avoided"), ("zh", "减排二氧化碳")])
def test_the_table_speaks_both_languages(
    capsys: pytest.CaptureFixture[str], lang: str, words: str
) -> None:
    code, out, err = run(capsys, "zhejiang_dyeing_60", *RUN, "--lang", lang)
    assert code == 0, err
    assert words in out


def test_a_policy_that_the_package_lacks_is_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "kalundborg", *RUN, "--policy", "subsidie")
    assert code == 2 and "--policy subsidie: is not in package subsidy; write subsidy" in err
