"""Answers that a standard gives: each test names it and works it out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.inventory import inventory
from tests.experiments.inventory.tables import account, write

GRID_2022, RESIDUAL_2023 = 0.5153, 0.6096
"""MEE and NBS: Zhejiang 2022; national average without traded non-fossil power 2023; t/MWh."""


def test_a_firm_with_several_fuels_by_the_defaults_of_the_ndrc_guidelines(tmp_path: Path) -> None:
    found = account(
        tmp_path,
        "mill,fuel burnt,bituminous_coal,10000,t",
        "mill,fuel burnt,diesel,100,t",
        "mill,fuel burnt,natural_gas,50,10^4 m3",
        "mill,fuel burnt,lpg,20000,kg",
    )
    by_hand = (
        10000 * 23.204 * 0.02618 * 0.93
        + 100 * 43.33 * 0.0202 * 0.98
        + 50 * 389.31 * 0.0153 * 0.99
        + 20 * 47.31 * 0.0172 * 0.99
    ) * (44 / 12)
    assert by_hand == pytest.approx(22169.5, abs=0.5)
    assert found.park["scope_1"] == pytest.approx(by_hand, rel=1e-9)
    assert found.park["scope_2_location"] == found.park["biogenic_co2"] == 0.0


def test_comprehensive_energy_by_gb_t_2589(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "mill,fuel burnt,原煤,1000,t",
        "mill,fuel burnt,diesel,10,t",
        "mill,electricity bought,,1000,万千瓦时",
        "mill,heat bought,,500,GJ",
    )
    fuels = 1000 * 0.7143 + 10 * 1.4571
    calorific = fuels + 10000 * 0.1229 + 500 * 0.03412
    equal = fuels + 10000 * 0.3016 + 500 * 0.04
    first, second = (inventory(path, 2023, tce=switch) for switch in ("calorific", "equal_value"))
    assert first.park["energy_tce"] == pytest.approx(calorific, rel=1e-9)
    assert second.park["energy_tce"] == pytest.approx(equal, rel=1e-9)
    assert second.park["energy_tce_calorific"] == first.park["energy_tce"]


def test_steam_is_counted_by_enthalpy_and_its_co2_without_that_of_water(tmp_path: Path) -> None:
    found = account(tmp_path, "dyer,heat bought,steam,1000,t").park
    assert found["heat_gj"] == pytest.approx(2770.0)
    assert found["scope_2_heat"] == pytest.approx(1000 * (2.77 - 0.08374) * 0.11)


def test_a_steam_sale_moves_the_ledgers_of_firms_and_not_the_total_of_the_park(
    tmp_path: Path,
) -> None:
    coal, sale = "plant,fuel burnt,raw_coal,9000,t", "plant,heat sold,,50000,GJ,dyer"
    water = "dyer,fresh water,,1,m3"
    alone, trading = (account(tmp_path, coal, water, *more) for more in ((), (sale,)))
    moved = 50000 * 0.11
    assert trading.firms["plant"]["co2_location"] == pytest.approx(
        alone.firms["plant"]["co2_location"] - moved
    )
    assert trading.firms["dyer"]["co2_location"] == pytest.approx(moved)
    assert alone.firms["dyer"]["co2_location"] == 0.0
    for item in ("co2_location", "co2_market", "scope_2_location", "energy_tce_equal_value"):
        assert trading.park[item] == pytest.approx(alone.park[item], rel=1e-12), item
    assert trading.park["co2_location"] == pytest.approx(9000 * 20.908 * 0.09089)


@pytest.mark.parametrize(
    "stated",
    [
        ("plant,heat sold,,500,GJ,dyer",),
        ("dyer,heat bought,,500,GJ,plant",),
        ("plant,heat sold,,500000,MJ,dyer", "dyer,heat bought,,500,GJ,plant"),
    ],
)
def test_a_trade_is_the_same_whoever_states_it(tmp_path: Path, stated: tuple[str, ...]) -> None:
    rows = ("plant,fresh water,,1,m3", "dyer,fresh water,,1,m3", *stated)
    found = account(tmp_path, *rows)
    assert found.firms["dyer"]["co2_location"] == pytest.approx(55.0)
    assert found.firms["plant"]["co2_location"] == pytest.approx(-55.0)
    assert found.park["co2_location"] == 0.0


def test_firms_sum_to_the_park_by_either_method(tmp_path: Path) -> None:
    found = account(
        tmp_path,
        "plant,fuel burnt,raw_coal,900,t",
        "plant,electricity sold,,700,MWh,dyer",
        "plant,electricity sold,,50,MWh",
        "dyer,electricity bought,,300,MWh",
        "dyer,green electricity bought,,100,MWh",
        "dyer,heat bought,,500,GJ,plant",
        "spinner,by-product fuel burnt,coke_oven_gas,10,10^4 m3,plant",
    )
    for item in ("co2_location", "co2_market", "co2_location_2020_grid", "energy_tce"):
        total = sum(firm[item] for firm in found.firms.values())
        assert total == pytest.approx(found.park[item], rel=1e-12), item
    assert found.firms["spinner"]["energy_tce"] == pytest.approx(100 * 0.5929)


def test_scope_2_location_and_market_based(tmp_path: Path) -> None:
    rows = ("mill,electricity bought,,1000,MWh", "mill,green electricity bought,,500,MWh")
    assert account(tmp_path, *rows).park["scope_2_location"] == pytest.approx(1500 * GRID_2022)
    park = account(tmp_path, *rows, year=2023).park
    assert park["scope_2_market"] == pytest.approx(1000 * RESIDUAL_2023)


def test_where_no_residual_mix_is_published_its_ratio_to_the_average_holds(tmp_path: Path) -> None:
    found = account(tmp_path, "mill,electricity bought,,1,MWh", year=2025)
    assert found.park["scope_2_market"] == pytest.approx(0.6096 * 0.49 / 0.5306)
    assert any("electricity_grid.co2_residual_mix" in note for note in found.notes)


def test_what_the_grid_did_itself_is_told_apart(tmp_path: Path) -> None:
    park = account(tmp_path, "mill,electricity bought,,1000,MWh").park
    assert park["co2_of_grid_since_2020"] == pytest.approx(1000 * (GRID_2022 - 0.53))
    assert park["co2_location_2020_grid"] == pytest.approx(530.0)
    first = account(tmp_path, "mill,electricity bought,,1000,MWh", year=2020).park
    assert first["co2_of_grid_since_2020"] == 0.0


def test_a_by_product_gas_carries_its_carbon_once(tmp_path: Path) -> None:
    rows = (
        "works,fuel burnt,coke,1000,t",
        "works,by-product fuel burnt,blast_furnace_gas,900,10^4 m3",
        "works,by-product fuel given,blast_furnace_gas,300,10^4 m3,plant",
        "plant,fresh water,,1,m3",
    )
    found = account(tmp_path, *rows)
    assert found.park["scope_1"] == pytest.approx(1000 * 28.446 * 0.0294 * 0.93 * 44 / 12)
    assert found.firms["plant"]["scope_1"] == 0.0
    assert found.firms["plant"]["energy_tce"] == pytest.approx(300 * 10 * 0.1286)
    assert found.park["energy_tce"] == pytest.approx(1000 * 0.9714)


def test_biogenic_co2_stands_apart(tmp_path: Path) -> None:
    rows = (
        "plant,fuel burnt,biomass,1000,t",
        "plant,by-product fuel burnt,biogas,1,1000 m3,brewer",
        "brewer,fresh water,,1,m3",
    )
    park = account(tmp_path, *rows).park
    assert park["biogenic_co2"] == pytest.approx(1000 * 16 * 0.112 + 21.5 * 0.0546)
    assert park["co2_location"] == 0.0


def test_process_co2_of_carbonates_and_of_a_sector(tmp_path: Path) -> None:
    park = account(
        tmp_path,
        "works,process,石灰石,100,t",
        "works,process,dolomite,10,t",
        "works,process,electrode,1,t",
        "kiln,process,水泥熟料,1000,t",
    ).park
    assert park["scope_1_process"] == pytest.approx(44.0 + 4.71 + 3.663 + 519.0)


def test_measured_factors_come_first(tmp_path: Path) -> None:
    found = account(
        tmp_path,
        "mill,fuel burnt,bituminous_coal,100,t,,21,",
        "mill,fuel burnt,tar,10,t,,33,3.1",
        "mill,electricity bought,,1000,kWh,,,0.0002",
    )
    assert found.park["scope_1"] == pytest.approx(100 * 21 * 0.02618 * 0.93 * 44 / 12 + 31.0)
    assert found.park["energy_tce"] == pytest.approx(
        (100 * 21 + 10 * 33) / 29.3076 + 0.1229, rel=1e-9
    )
    assert found.park["scope_2_location"] == pytest.approx(0.2)


def test_pollution_equivalents_of_the_environmental_protection_tax_law(tmp_path: Path) -> None:
    found = account(
        tmp_path,
        "mill,air pollutant,so2,950,kg",
        "mill,air pollutant,一般性粉尘,0.4,t",
        "mill,air pollutant,voc,1,t",
        "mill,water pollutant,cod,10,t",
        "mill,water pollutant,bod5,2,t",
        "mill,water pollutant,氨氮,800,kg",
        "dyer,water pollutant,bod5,1,t",
    )
    assert found.park["air_equivalents"] == pytest.approx(1000 + 100)
    assert found.firms["mill"]["water_equivalents"] == pytest.approx(10000 + 1000)
    assert found.park["water_equivalents"] == pytest.approx(11000 + 2000)


def test_water_and_waste_balances(tmp_path: Path) -> None:
    found = account(
        tmp_path,
        "mill,fresh water,,3,万立方米",
        "mill,reused water,,10000,m3",
        "mill,waste water,,24000,t",
        "mill,solid waste generated,fly_ash,1000,t",
        "mill,solid waste used,粉煤灰,700,t",
        "mill,solid waste disposed,solid_waste,100,t",
    )
    assert found.park["water_consumed_m3"] == 6000.0
    assert found.park["solid_waste_to_store_t"] == 200.0
    assert found.indicators["water_reuse_percent"] == pytest.approx(25.0)
    assert found.indicators["solid_waste_used_percent"] == pytest.approx(70.0)


def test_indicators_of_a_zero_carbon_park(tmp_path: Path) -> None:
    found = account(
        tmp_path,
        "mill,electricity bought,,600,MWh",
        "mill,green electricity bought,,300,MWh",
        "mill,own renewable electricity,,100,MWh",
        "mill,waste heat available,,80,GJ",
        "mill,waste heat used,,20,GJ",
    )
    shares = found.indicators
    assert shares["clean_power_own_percent"] == pytest.approx(40.0)
    assert shares["clean_energy_own_percent"] == pytest.approx(40.0)
    grid = 0.38 + (0.43 - 0.38) * 2 / 5
    assert shares["clean_power_with_grid_percent"] == pytest.approx(40.0 + 60.0 * grid)
    assert shares["waste_heat_used_percent"] == pytest.approx(25.0)
    assert shares["co2_per_tce_location"] == pytest.approx(GRID_2022 / 0.1229)
    assert shares["co2_per_tce_market"] == pytest.approx(600 * 0.5856 / (900 * 0.1229))
