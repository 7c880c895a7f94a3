"""Lives of links, and the experiment in miniature."""

from __future__ import annotations

import numpy as np
import pytest

from experiments import Scenario
from experiments.figures.style import drawing
from experiments.outputs.link_book import panel_of
from experiments.ready.asking import ask
from experiments.ready.link_lives import Lives, joined, lives_of, origin, survival
from experiments.ready.symbiosis_links import EXPERIMENT
from tests.experiments.ready.direct import Direct


def lives(months: list[float], ended: list[bool]) -> Lives:
    return Lives(
        np.array(months),
        np.array(ended, dtype=bool),
        np.array(["heat"] * len(months), dtype=object),
    )


def test_survival_is_that_of_kaplan_and_meier_by_hand() -> None:
    found = survival(lives([6, 6, 6, 7, 10, 9, 10, 11], [1, 1, 1, 1, 1, 0, 0, 0]))
    by_hand, share = {0.0: 1.0}, 1.0
    for month, at_risk, ended in ((6, 8, 3), (7, 5, 1), (9, 4, 0), (10, 3, 1), (11, 1, 0)):
        share *= 1.0 - ended / at_risk
        by_hand[float(month)] = share
    assert found.months.tolist() == list(by_hand)
    assert found.share == pytest.approx(list(by_hand.values()), abs=1e-12)
    assert found.at_risk.tolist() == [8, 8, 5, 4, 3, 1]
    assert found.at(8.0)[0] == pytest.approx(0.5) and found.median == 7.0
    assert ((found.low <= found.share) & (found.share <= found.high)).all()


def test_without_an_end_everything_survives_and_without_a_link_nothing_can() -> None:
    found = survival(lives([12, 24], [0, 0]))
    assert found.share.tolist() == [1.0, 1.0, 1.0] and np.isnan(found.median)
    with pytest.raises(ValueError, match="no link began"):
        survival(lives([], []))


def test_a_renewal_carries_a_link_on() -> None:
    results = Scenario("zhejiang_dyeing_60", "baseline", seed=1, until=2026).run()
    links = panel_of(results).links
    found = lives_of(results)
    assert len(found) == results.series("links_born").sum() > 20
    assert (found.months > 0).all() and 0 < found.ended.sum() < len(found)
    renewals = np.flatnonzero(links.previous >= 0)
    assert len(renewals) and (origin(links)[renewals] < renewals).all()
    began = links.start[links.born & (links.park == 0)]
    last = began + found.months
    assert last.max() <= panel_of(results).months
    assert (found.ended == (last < panel_of(results).months)).all()
    assert len(joined([found, found])) == 2 * len(found)


def test_the_experiment_in_miniature() -> None:
    asked = ask(
        EXPERIMENT, ["kalundborg"], ["none", "brokered"], 2022, seeds=2, options={"detail": 1}
    )
    found = EXPERIMENT.run(asked, Direct())
    by_year = found.tables["links_by_year"]
    active = by_year[(by_year["output"] == "links_active") & (by_year["package"] == "none")]
    runs = [Scenario("kalundborg", "none", seed, 2022).run() for seed in (1, 2)]
    mean = np.mean([run.series("links_active") for run in runs], axis=0)
    assert active["mean"].to_numpy() == pytest.approx(mean)
    kinds = found.tables["kinds"]
    last = kinds[(kinds["year"] == 2022) & (kinds["package"] == "none")]
    assert last["mean"].sum() == pytest.approx(mean[-1])
    without = found.tables["without"].set_index(["package", "indicator"])
    other = [Scenario("kalundborg", "none", seed, 2022, symbiosis=False).run() for seed in (1, 2)]
    gap = np.mean(
        [a.series("co2")[-1] - b.series("co2")[-1] for a, b in zip(runs, other, strict=True)]
    )
    assert without.loc[("none", "co2"), "mean"] == pytest.approx(gap)
    assert set(without["sampled"]) == {"2 seeds, noise only"}
    assert any("noise only" in line for line in found.said)
    assert {"links_over_time", "link_kinds", "with_without", "network_maps"} <= set(found.figures)
    for name in ("link_kinds", "network_maps"):
        with drawing("zh"):
            figure = found.figures[name]("zh")
            figure.draw_without_rendering()
            assert figure.axes and figure.texts
