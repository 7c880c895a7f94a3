"""The page says what the store holds, figure by figure, and stays within what it can show."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from experiments.cli.main import group
from experiments.methods import ELEMENTS, evidence, methods_page, paragraph, read_facts
from experiments.methods.influence import strongest
from experiments.methods.trace import counted_tests, table_rows
from experiments.ready.asking import ask
from experiments.ready.carry import carry_out
from experiments.ready.what_matters import EXPERIMENT
from experiments.store.reader import Stored
from experiments.study import Study
from experiments.uncertainty.drawn import sampled_rows
from experiments.version import code_digest, tables_digest
from sim.tables import read_tables

SIZE = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("store")
    Study.of(
        name="small", description="Does a dear coal price lower CO2?", park="kalundborg",
        package="none", until=2021, draws=2, outputs=["co2", "public_cost"],
        design={"method": "latin_hypercube", "size": SIZE}, uncertainty={"coal_price": "range"},
    ).run(out)  # fmt: skip
    return out


def study(folder: Path):
    return Stored(folder).study("small")


def test_the_paragraph_states_what_was_run_in_both_languages(folder: Path) -> None:
    facts = read_facts(study(folder))
    assert (facts.points, facts.runs, facts.done, facts.failed) == (SIZE, 2 * SIZE, 2 * SIZE, 0)
    assert (facts.seeds, facts.draws, facts.crossed) == ((1, 2), (1, 2), False)
    assert [v.name for v in facts.varied] == ["coal_price"]
    english, chinese = paragraph(facts), paragraph(facts, "zh")
    cells, assumed, ruled = sampled_rows()
    for text in (english, chinese):
        for part in (
            facts.made_with["parkloop"], code_digest()[:8], tables_digest()[:8], f"{2 * SIZE}",
            "coal_price", str(cells), str(assumed), str(ruled), facts.example[:8],
        ):  # fmt: skip
            assert part in text, part
    assert "24 enterprises" in english and "24家企业" in chinese
    assert "2 draws of the tables (1-2, not crossed with the seeds)" in english
    assert "latin hypercube (size 12" in english and "Of 24 runs, 24 finished" in english


def test_the_figures_of_the_evidence_are_those_of_code_and_store(folder: Path) -> None:
    found = study(folder)
    lines = evidence(found, read_facts(found))
    assert {one.element for one in lines} == set(ELEMENTS)
    by = {one.claim: one.figure for one in lines}
    streams = read_tables()["streams"]
    verified = int(np.sum(streams["confidence"] == "verified"))
    assert by["Table `streams`"].startswith(f"{len(streams)} rows") and (
        f"{verified} verified" in by["Table `streams`"]
    )
    assert by["Question"] == "Does a dear coal price lower CO2?"
    years = 2
    replayed = by["One run replayed bit by bit"]
    assert replayed.endswith(f"of {2 * years} numbers 0 differ"), replayed
    path = Path(__file__).parents[2] / "conservation" / "test_balances.py"
    count = len(re.findall(r"^def test_", path.read_text(encoding="utf-8"), re.M))
    assert counted_tests("conservation") == count
    assert f"{count} test functions" in next(f for c, f in by.items() if "balance over" in c)


def test_facts_and_links_are_read_from_the_validation_page() -> None:
    rows = table_rows("facts", "fact")
    held = [row["holds"] for row in rows if row["holds"]]
    assert len(held) > 50 and set(held) == {"yes", "**no**"}
    assert [row["park"] for row in table_rows("matching", "park")] == [
        "kalundborg", "kalundborg", "guitang", "guitang",
    ]  # fmt: skip
    assert table_rows("no such block", "fact") == []


def test_rank_correlations_need_points_and_columns_that_stand_apart(folder: Path) -> None:
    found = study(folder)
    facts = read_facts(found)
    (claim, figure), *_ = strongest(found, facts)
    assert f"over {SIZE} points" in claim and figure.startswith("uncertainty_coal_price ")
    frame = found.frame(2021).groupby("point_id")[["uncertainty_coal_price", "co2"]].mean()
    assert f"{frame.corr('spearman').iloc[0, 1]:+.2f}" in figure
    twice = (facts.varied[0], facts.varied[0])
    assert strongest(found, read_facts(found).__class__(**{**vars(facts), "varied": twice})) == []


def test_the_command_writes_the_page(folder: Path) -> None:
    done = CliRunner().invoke(group, ["methods", str(folder), "--json", "--no-replay"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.output)
    text = Path(said["file"]).read_text(encoding="utf-8")
    assert said["paragraphs"][0] in text and "### 中文" in text
    assert "replayed" not in text and text == methods_page([study(folder)], replay=False)
    for english, chinese in ELEMENTS.values():
        assert f"{english} / {chinese}" in text
    wrong = CliRunner().invoke(group, ["methods", str(folder), "--study", "smal"])
    assert wrong.exit_code != 0 and "small" in str(wrong.exception)


def test_a_ready_experiment_leaves_its_methods_beside_its_summary(tmp_path: Path) -> None:
    options = {
        "outcomes": "co2", "only": "coal_price,process_co2", "trajectories": "2", "method": "none",
    }  # fmt: skip
    asked = ask(EXPERIMENT, ["kalundborg"], ["none"], until=2021, seeds=1, options=options)
    carried = carry_out(EXPERIMENT, asked, tmp_path)
    page = tmp_path / "what_matters" / "methods.md"
    assert carried.files[-1] == page
    text = page.read_text(encoding="utf-8")
    assert "Which uncertain numbers of the tables" in text
    assert "Morris mu* over whole ranges, kalundborg" in text
