"""Interactions are those of the four runs of a pair, judged on the same draws."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.figures.style import drawing
from experiments.pareto.objective import Objective
from experiments.ready.asking import ask
from experiments.ready.mix import (
    CONFLICT,
    NONE,
    OVERLAP,
    REDUNDANT,
    SYNERGY,
    mix_of,
)
from experiments.ready.policy_mix import EXPERIMENT
from experiments.scenario import Scenario
from policies.package import Package
from sim.faults import InputError
from sim.parkfile import read_park
from tests.experiments.ready.direct import Direct

LEVERS = ("a", "b", "c")
SETS = [(), ("a",), ("b",), ("c",), ("a", "b"), ("a", "c"), ("b", "c")]


def made_up(both):
    """Eight seeds in which a brings 2, b 3 and c 0 less CO2 than 100; pairs as `both` says."""
    noise = np.random.default_rng(3).normal(0.0, 0.05, (len(SETS), 8))
    worth = [100.0, 98.0, 97.0, 100.0, 100.0 - both, 98.0, 97.0]
    return np.array(worth)[:, None] + noise + np.arange(8.0)


@pytest.mark.parametrize(
    ("both", "kind"), [(8.0, SYNERGY), (5.0, NONE), (3.4, REDUNDANT), (1.0, CONFLICT)]
)
def test_a_known_pair_is_named_for_what_it_does(both, kind):
    mix = mix_of(read_park("kalundborg"), Objective.read("co2"), LEVERS, made_up(both), SETS)
    found = {(one.first, one.second): one for one in mix.pairs}
    pair = found["a", "b"]
    factor = 100.0 / mix.level
    assert pair.kind == kind and pair.firm == (kind != NONE)
    assert pair.interaction.mean == pytest.approx((both - 5.0) * factor, abs=0.2)
    assert pair.a.mean == pytest.approx(2.0 * factor, abs=0.1) and mix.unit == "%"
    assert found["a", "c"].kind == NONE
    assert pair.all_low < pair.interaction.t_low < pair.interaction.t_high < pair.all_high


def test_more_is_a_gain_where_more_is_better_and_failed_seeds_are_left_out():
    worth = made_up(8.0)
    worth[2, 3] = np.nan
    mix = mix_of(read_park("kalundborg"), Objective.read("reused"), LEVERS, worth, SETS)
    assert mix.pairs[0].kind == CONFLICT and mix.pairs[0].interaction.left_out == 1
    assert mix.pairs[0].interaction.pairs == 7


def test_a_small_mix_is_that_of_its_runs():
    options = {"levers": "subsidy,broker", "outcomes": "co2,public_cost@sum"}
    asked = ask(EXPERIMENT, ["kalundborg"], until=2022, seeds=2, options=options)
    found = EXPERIMENT.run(asked, Direct())

    def worth(**levers):
        package = Package("x", strength=levers)
        return np.array([
            Scenario("kalundborg", package, seed, 2022).run().series("public_cost").sum()
            for seed in (1, 2)
        ])  # fmt: skip

    both = worth(subsidy=1.0, broker=1.0)
    table = found.tables["pairs"].set_index("outcome")
    row = table.loc["public_cost@sum:min"]
    assert row.unit == "10^6 CNY" and row.sampled == "2 seeds, noise only"
    assert row.gain_both == pytest.approx(-both.mean() / 1e6)
    alone = worth(subsidy=1.0) + worth(broker=1.0)
    assert row.interaction == pytest.approx((alone - both).mean() / 1e6, abs=1e-9)
    assert len(found.said) >= 2 and all("2 seeds, noise only" in line for line in found.said)
    for name, draw in found.figures.items():
        for lang in ("en", "zh"):
            with drawing(lang):
                draw(lang).draw_without_rendering()
        assert name.startswith("mix_kalundborg_")


def test_levers_come_from_the_package_and_faults_are_named():
    asked = ask(EXPERIMENT, ["kalundborg"], ["baseline"], options={"levers": "subsidy"})
    with pytest.raises(InputError, match="2 or more"):
        EXPERIMENT.run(asked, Direct())
    asked = ask(EXPERIMENT, ["kalundborg"], options={"levers": "subsidy,brokr"})
    with pytest.raises(InputError, match="broker"):
        EXPERIMENT.run(asked, Direct())
    asked = ask(EXPERIMENT, ["kalundborg"], options={"outcomes": "co3"})
    with pytest.raises(InputError, match="co2"):
        EXPERIMENT.run(asked, Direct())


def test_losses_that_overlap_are_no_synergy():
    worth = made_up(3.4)
    mix = mix_of(read_park("kalundborg"), Objective.read("reused"), LEVERS, worth, SETS)
    assert mix.pairs[0].interaction.mean > 0.0 and mix.pairs[0].kind == OVERLAP
