"""The registry of factors: what each moves, within its range, and what is left alone and why."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import numpy as np
import pytest

from experiments.uncertainty import catalogue_of, factors, table_factors, tables
from experiments.uncertainty.moves import cells, moves_of, place, triangular
from policies.parameters import DATA as POLICIES
from sim.catalogue import load_catalogue
from sim.table_form import Table
from sim.tables import read_dictionary, read_tables


def test_no_two_factors_move_the_same_cell() -> None:
    moved = Counter(
        cell for factor in table_factors().values() for move in factor.moves for cell in cells(move)
    )
    assert [cell for cell, times in moved.items() if times > 1] == []


def test_every_number_of_the_tables_is_moved_or_said_to_be_settled() -> None:
    written = tables()
    spoken = {
        (row["table"], column.split(":")[0])
        for name in ("factors", "settled")
        for row in (written[name].row_at(i) for i in range(len(written[name])))
        for column in row["column"].split(";")
    }
    apart = {"measures", "assumptions", "demand", "provinces", "park_mix"}
    missing = []
    for specs in (read_dictionary(), read_dictionary(POLICIES)):
        for table, columns in specs.items():
            numbers = [c.name for c in columns if c.kind == "number" and not c.key]
            keyed = {"low", "high", "year", "kg_per_equivalent", "storable"}
            missing += [
                (table, name)
                for name in numbers
                if table not in apart and name not in keyed and (table, name) not in spoken
            ]
    assert missing == []


def test_labels_and_sources_stand_in_both_languages() -> None:
    table = tables()["factors"]
    labels: dict[str, set[tuple[str, str]]] = {}
    for i in range(len(table)):
        row = table.row_at(i)
        labels.setdefault(row["factor"], set()).add((row["label_en"], row["label_zh"]))
        assert row["source"] and row["basis"]
    assert all(len(found) == 1 for found in labels.values())
    assert all(any("\u4e00" <= c <= "\u9fff" for c in f.label("zh")) for f in factors().values())


@pytest.mark.parametrize("name", table_factors())
def test_a_factor_goes_from_low_through_the_value_to_high(name: str) -> None:
    for move in table_factors()[name].moves:
        assert (move.placed(0.0) == move.low).all() or np.allclose(move.placed(0.0), move.low)
        assert move.placed(0.5) is move.value
        assert np.allclose(move.placed(1.0), move.high, rtol=1e-15, atol=0.0)
        drawn = move.drawn(7)
        low, high = np.minimum(move.low, move.high), np.maximum(move.low, move.high)
        assert ((drawn >= low - 1e-12 * abs(low)) & (drawn <= high + 1e-12 * abs(high))).all()


def test_a_draw_does_not_depend_on_the_order_of_rows() -> None:
    row = tables()["factors"].row_at(0)
    written, packaged = tables()["factors"], read_tables()
    order = np.random.default_rng(1)
    for i in range(len(written)):
        row = written.row_at(i)
        table = packaged[row["table"]]
        shuffled = order.permutation(len(table))
        other = Table(
            table.name, {n: column[shuffled] for n, column in table.columns.items()}, table.key
        )
        plain, mixed = moves_of(row, table), moves_of(row, other)
        back = {int(shuffled[r]): k for k, r in enumerate(mixed.rows.tolist())}
        same = mixed.drawn(3)[:, [back[r] for r in plain.rows.tolist()]]
        assert (same == plain.drawn(3)).all()


def test_the_triangle_has_its_mean_and_its_ends() -> None:
    u = (np.arange(100_000) + 0.5) / 100_000
    for value, low, high in ((2.0, 1.0, 4.0), (-27.0, -18.9, -35.1), (5.0, 5.0, 9.0)):
        ends = (np.full((1, len(u)), number) for number in (value, low, high))
        drawn = triangular(*ends, u)
        assert drawn.mean() == pytest.approx((value + low + high) / 3.0, rel=1e-4)
    still = np.full((1, 3), 2.0)
    assert (triangular(still, still, still, np.array([0.1, 0.5, 0.9])) == 2.0).all()
    assert place(still, still - 1.0, still + 2.0, 0.75)[0, 0] == 3.0


def test_prices_move_in_level_and_sheets_still_close() -> None:
    plain, moved = load_catalogue(), catalogue_of({"product_price": 1.0, "coal_price": 0.0})
    ratio = moved.price / np.where(plain.price > 0, plain.price, 1.0)
    steel = ratio[plain.stream["crude_steel"]]
    assert np.allclose(steel, steel[0]) and steel[0] > 1.05
    assert (ratio[plain.stream["coal"]] < 1.0).all()
    assert (moved.demand == plain.demand).all()
    fallback = [c.number("streams", "fallback_cny_per_unit") for c in (plain, moved)]
    at = plain.stream["flat_glass"]
    assert fallback[1][at] / fallback[0][at] == pytest.approx(ratio[at, 3])


def test_the_band_of_demand_moves_with_its_centre() -> None:
    plain, high = load_catalogue().demand, catalogue_of({"demand_path": 1.0}).demand
    assert np.allclose(high[:, :, 1], plain[:, :, 2])
    assert np.allclose(high[:, :, 0] / high[:, :, 1], plain[:, :, 0] / plain[:, :, 1])


def test_a_factor_has_rows_and_a_note() -> None:
    assert 40 <= len(table_factors()) <= 60
    assert all(factor.rows > 0 for factor in table_factors().values())
    assert all(factor.note for factor in factors().values())
    undrawn = [name for name, factor in table_factors().items() if not factor.drawn]
    assert undrawn == ["demand_path"]
    assert len(set(chain.from_iterable(f.parameters for f in factors().values()))) > 250
