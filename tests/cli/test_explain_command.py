"""`parkloop explain` as a user meets it."""

from __future__ import annotations

import json

import pytest

from experiments.cli.main import main

RUN = ("--package", "baseline", "--until", "2021")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        main(["explain", *words])
    out, err = capsys.readouterr()
    assert isinstance(caught.value.code, int)
    return caught.value.code, out, err


def test_an_enterprise_is_explained_in_both_languages_and_json(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ("kalundborg", "--enterprise", "Novo", "--year", "2021", *RUN)
    for lang, words in (
        ("en", ("What it faced: terms by policy", "Money in and out", "Per-mu ranking")),
        ("zh", ("面对的条件：分政策", "收支", "亩均论英雄")),
    ):
        code, out, err = run(capsys, *asked, "--lang", lang)
        assert code == 0, err
        assert all(word in out for word in words)
    code, out, err = run(capsys, *asked, "--json")
    assert code == 0, err
    found = json.loads(out)
    assert (found["enterprise"], found["year"]) == ("novo", 2021)
    assert found["accounts"] and found["flows"] and found["quantities"]
    assert {"policy", "operation", "value"} == set(found["terms"][0]["parts"][0])


def test_the_committee_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("kalundborg", "--enterprise", "committee", "--year", "2021", *RUN)
    code, out, err = run(capsys, *asked)
    assert code == 0, err
    assert "park committee, 2021" in out and "Levers by year" in out
    code, out, _ = run(capsys, *asked, "--json")
    assert code == 0 and json.loads(out)["levers"][0]["years"].keys() == {"2020", "2021"}


def test_both_faults_are_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "kalundborg", "--enterprise", "novoo", "--year", "2031", *RUN)
    assert code == 2
    assert "novoo: is no enterprise of the park; write novo" in err
    assert "--year 2031: is no year of the run; write 2021" in err
