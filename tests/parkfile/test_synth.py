"""Composed parks: deterministic, plausible, sized by what their firms need."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.compose.facilities import CONNECTED_SHARE, steam_options
from sim.compose.ground import KM2_PER_MU, cut_plots
from sim.compose.mixes import largest_remainder, read_mix, sector_facts
from sim.decoys import decoys
from sim.faults import InputError
from sim.park import Park, Sheet
from sim.parkfile import check_park, read_park
from sim.synth import SPARE_LAND_SHARE, synth
from sim.tables import read_tables

ALL_MIXES = sorted(set(read_tables()["park_mix"]["mix"]))


def _revenue_cny(park: Park) -> float:
    facts = sector_facts()
    rows = zip(park.enterprises["sector"], park.enterprises["output"], strict=True)
    return float(sum(facts[sector].revenue_cny * output for sector, output in rows))


def _places(sheet: Sheet) -> list[tuple[float, float]]:
    return list(zip(sheet["x_km"].tolist(), sheet["y_km"].tolist(), strict=True))


def test_same_arguments_same_park() -> None:
    assert synth(40, 7).digest() == synth(40, 7).digest()
    assert synth(40, 7).digest() != synth(40, 8).digest()


def test_same_park_on_every_machine() -> None:
    park = synth(12, 2020, "comprehensive")
    names = ("enterprise_id", "output", "x_km", "y_km", "start_year", "ownership")
    columns = (park.enterprises[name][:4].tolist() for name in names)
    assert list(zip(*columns, strict=True)) == [
        ("machinery_01", 4560.0, 0.34, 0.41, 2008.0, "private"),
        ("machinery_02", 1990.0, 0.34, 0.53, 2015.0, "private"),
        ("machinery_03", 4830.0, 0.51, 0.14, 2009.0, "private"),
        ("auto_parts_01", 809.0, 0.42, 0.12, 1996.0, "private"),
    ]


@pytest.mark.parametrize("mix", ALL_MIXES)
def test_every_mix_gives_a_sound_park(mix: str) -> None:
    for count in (3, 50):
        park = synth(count, 1, mix)
        check_park(park)
        assert len(park.enterprises["sector"]) == count
        assert park.info["kind"] == "composed"
        roles = {sector_facts()[s].role for s in park.facilities["sector"]}
        assert roles <= {"utility"}


@settings(max_examples=8, deadline=None)
@given(count=st.integers(3, 300), seed=st.integers(0, 2**32), mix=st.sampled_from(ALL_MIXES))
def test_composed_parks_are_sound(count: int, seed: int, mix: str) -> None:
    check_park(synth(count, seed, mix))


def test_numbers_follow_the_mix() -> None:
    counts = Counter(synth(100, 3).enterprises["sector"].tolist())
    shares = {row.sector: row.share for row in read_mix("dyeing_textile")}
    firms = sum(s for k, s in shares.items() if sector_facts()[k].role == "firm")
    for sector, number in counts.items():
        assert abs(number - 100 * shares[sector] / firms) < 1


@pytest.mark.parametrize(("mix", "bn_per_firm"), [("dyeing_textile", 15 / 110), ("paper", None)])
def test_output_is_that_of_the_typical_park(mix: str, bn_per_firm: float | None) -> None:
    table = read_tables()["park_mix"].rows(mix=mix)
    per_firm = table["output_bn_cny_typical"][0] / table["enterprises_typical"][0]
    assert bn_per_firm is None or per_firm == pytest.approx(bn_per_firm)
    revenue = [_revenue_cny(synth(200, seed, mix)) for seed in range(3)]
    assert np.mean(revenue) == pytest.approx(0.8e9 * 200 * per_firm, rel=0.15)


def test_joined_mixes_stand_side_by_side() -> None:
    park = synth(120, 1, "fine_chemical+metals_recycling+building_materials+electronics")
    sectors = set(park.enterprises["sector"])
    assert {"fine_chem", "secondary_al", "ceramics", "pcb"} <= sectors


def test_the_heat_plant_can_make_the_steam_of_its_users() -> None:
    park = synth(100, 5)
    for plant, capacity_mwh in zip(
        park.facilities["facility_id"], park.facilities["capacity"], strict=True
    ):
        asked = park.links["amount_per_year"][park.links["giver"] == plant].sum()
        if asked:
            assert asked < 6.0 * capacity_mwh < 1.5 * asked


def test_steam_users_are_on_the_grid() -> None:
    park = synth(300, 5)
    users = sum(sector in steam_options() for sector in park.enterprises["sector"])
    on_grid = len(park.links["taker"])
    assert on_grid == pytest.approx(CONNECTED_SHARE * users, abs=4 * (users * 0.09) ** 0.5)
    assert set(park.links["exchange"]) <= {"X127", "X128", "X183"}


def test_no_link_starts_before_its_two_ends() -> None:
    park = synth(60, 2)
    sheets = (park.enterprises, "enterprise_id"), (park.facilities, "facility_id")
    started = {
        site: year
        for sheet, name in sheets
        for site, year in zip(sheet[name], sheet["start_year"], strict=True)
    }
    for giver, taker, year in zip(
        *(park.links[n] for n in ("giver", "taker", "start_year")), strict=True
    ):
        assert year == max(started[giver], started[taker])


def test_land_and_plots() -> None:
    park = synth(80, 4)
    held = park.enterprises["land_mu"].sum() + park.facilities["land_mu"].sum()
    spare = park.plots["area_mu"].sum()
    assert park.info["area_mu"] == held + spare
    assert spare / (held + spare) == pytest.approx(SPARE_LAND_SHARE, rel=0.1)
    assert set(park.plots["status"]) == {"free", "idle"}
    ground_km2 = np.ptp(park.enterprises["x_km"]) * np.ptp(park.enterprises["y_km"])
    assert ground_km2 < park.info["area_mu"] * KM2_PER_MU / 0.58
    assert len(set(_places(park.enterprises))) > 0.95 * 80


def test_ownership_follows_the_context_table() -> None:
    kinds = Counter(synth(2000, 1, "comprehensive").enterprises["ownership"].tolist())
    assert 0.015 < kinds["state"] / 2000 < 0.045
    assert 0.05 < kinds["foreign"] / 2000 < 0.11


def test_start_years() -> None:
    years = synth(300, 1).enterprises["start_year"]
    assert years.min() >= 1990 and years.max() <= 2019
    assert 2000 < np.median(years) < 2010


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((2, 1), "enterprises: 2 enterprises cannot be composed; ask for 3 to 20000"),
        ((20_001, 1), "enterprises: 20001 enterprises cannot be composed; ask for 3 to 20000"),
        ((10, -1), "seed: -1 is negative; give 0 or a positive whole number"),
        (
            (10, 1, "dyeing_textil+steel"),
            "mix: unknown mix 'dyeing_textil'; did you mean dyeing_textile? (mixes, to be joined "
            "by +: petrochemical, fine_chemical, dyeing_textile, steel, building_materials, "
            "metals_recycling, paper, electronics, automotive, pharmaceuticals, comprehensive, "
            "high_tech)",
        ),
    ],
)
def test_what_cannot_be_composed(arguments: tuple[int, int], expected: str) -> None:
    with pytest.raises(InputError) as caught:
        synth(*arguments)
    assert str(caught.value) == expected


def test_largest_remainder_keeps_the_total() -> None:
    assert largest_remainder([0.4, 0.35, 0.25], 3) == [1, 1, 1]
    assert sum(largest_remainder([0.1] * 7, 50)) == 50


def test_plots_share_the_ground_by_area() -> None:
    assert cut_plots([], 0.5) == []
    (x, y), *others = cut_plots([300.0, 100.0, 100.0, 100.0], 0.5)
    width, height = (0.8 * 1.5) ** 0.5, (0.8 / 1.5) ** 0.5
    assert (x, y) == (round(width / 4, 2), round(height / 2, 2))
    assert {round(place[0] > width / 2) for place in others} == {1}


@pytest.mark.parametrize("name", ["kalundborg", "guitang"])
def test_decoys_stand_where_the_firms_stand(name: str) -> None:
    park, crowded = read_park(name), decoys(read_park(name), 1)
    check_park(crowded)
    own = {*park.enterprises["sector"], *park.facilities["sector"]}
    count = len(park.enterprises["sector"])
    added = {n: column[count:] for n, column in crowded.enterprises.items()}
    sites = count + len(park.facilities["sector"])
    assert len(added["sector"]) == sites
    assert not own & set(added["sector"])
    places = _places(park.enterprises) + _places(park.facilities)
    assert sorted(_places(added)) == sorted(places)
    assert crowded.links["giver"].tolist() == park.links["giver"].tolist()
    assert decoys(park, 1).digest() == crowded.digest() != decoys(park, 2).digest()
