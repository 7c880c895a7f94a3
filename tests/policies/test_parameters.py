"""Dated parameters: what holds where and when, and what a package may set."""

from __future__ import annotations

import re

import numpy as np
import pytest

from policies.parameters import load_parameters, policy_tables
from policies.registry import all_policies

TABLE = load_parameters()


def test_a_series_steps_through_its_rows() -> None:
    years = range(2019, 2032)
    steps = [TABLE.at("alu_threshold", year) for year in years]
    assert steps == [13700] * 3 + [13650] + [13450] * 2 + [13300] * 7


def test_a_year_takes_what_holds_on_the_first_of_july() -> None:
    assert TABLE.at("cb_circular", 2024) == 0.15, "in force from 8 April 2024"
    assert TABLE.row("cb_circular", 2023) is None
    assert TABLE.at("cb_2021_share", 2023) == 0.12
    assert TABLE.row("cb_2021_share", 2024) is None, "ended on 7 April 2024"


def test_what_an_instrument_uses_has_a_name_in_both_languages() -> None:
    shown = {
        row.name: row
        for one in all_policies().values()
        for used in one.uses
        for row in TABLE.steps(used)
    }
    assert [name for name, row in shown.items() if not re.search("[一-鿿]", row.label_zh)] == []
    assert [name for name, row in shown.items() if re.search("[一-鿿]", row.label)] == []


def test_before_the_first_date_there_is_no_value() -> None:
    with pytest.raises(LookupError, match="cb_circular is not in force in CN-ZJ in 2020; it holds"):
        TABLE.at("cb_circular", 2020)
    assert TABLE.at("cb_circular", 2020, otherwise=0.0) == 0.0


@pytest.mark.parametrize(
    ("place", "found"),
    [("CN-ZJ", None), ("CN-ZJ (Haining)", 0.3), ("CN-FJ", None), ("CN", None)],
)
def test_a_value_holds_in_its_place_and_inside_it(place: str, found: float | None) -> None:
    row = TABLE.row("hpm_elec_adder_D_haining", 2026, place)
    assert (row.value if row else None) == found
    assert TABLE.at("diff_restricted", 2026, "CN-ZJ (Haining)") == 0.1, "national rules hold too"


def test_dates_of_a_year_or_a_month_are_read_from_their_first_day() -> None:
    assert TABLE.at("std_land_tax", 2020) == 25
    assert TABLE.row("zj_2021_punitive_news", 2021) is None, "from October 2021"


def test_a_changed_value_keeps_its_start_and_loses_its_end() -> None:
    changed = TABLE.changed({"cb_2021_share": 0.06, "alu_threshold": 13000.0})
    assert changed.row("cb_2021_share", 2020) is None
    assert [changed.at("cb_2021_share", year) for year in (2021, 2030)] == [0.06, 0.06]
    assert [changed.at("alu_threshold", year) for year in (2021, 2030)] == [13000, 13000]
    assert TABLE.at("alu_threshold", 2030) == 13300, "the table itself is as it was"
    assert changed.changes == {"alu_threshold": 13000, "cb_2021_share": 0.06}


def test_one_step_of_a_series_may_be_changed() -> None:
    changed = TABLE.changed({"alu_2023_threshold": 13400})
    found = [changed.at("alu_threshold", year) for year in (2022, 2024, 2025)]
    assert found == [13650, 13400, 13300]


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(KeyError, match=r"no parameter 'cb_circlar'; nearest: cb_circular"):
        TABLE.at("cb_circlar", 2025)


def test_a_rule_in_words_has_no_number() -> None:
    with pytest.raises(KeyError, match="unified_ladder_rule is a text: existing plant"):
        TABLE.at("unified_ladder_rule", 2025)


def test_range_and_source_are_at_hand() -> None:
    row = TABLE.row("hpm_elec_adder_D", 2025)
    assert row is not None
    assert (row.low, row.high, row.unit, row.confidence) == (0.1, 0.4, "CNY/kWh", "estimate")
    assert row.source and row.physical == (0.0, 5.0)


def test_every_value_of_the_table_can_be() -> None:
    rows = {row.name: row for name in TABLE for row in TABLE.steps(name)}.values()
    assert len(rows) == len(policy_tables()["parameters"])
    beyond = [row.name for row in rows if not np.isnan(row.value)
              and not row.physical[0] <= row.value <= row.physical[1]]  # fmt: skip
    assert beyond == []
