"""The kernels of the month: delivery, weighing, the money of links and of enterprises.

Arrays are by slot, contract, option or enterprise, named as in `sim.columns`; `money` is by
(account, enterprise), `page` by (recorded variable, enterprise). The phases that call them are
`sim.physics` and `sim.settle`, where the rules stand in words.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import EXCHANGE_WEIGHTS
from sim.kernel import kernel
from sim.money import ACCOUNT, CAPITAL, INCOME, ON_CREDIT, OPERATING, TAXES, VALUE_ADDED
from sim.moves import DRAWN, GIVEN, PREPARED, QUANTITY, RECEIVED
from sim.record import VARIABLE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

SQUARE_METRES_PER_MU = 666.67
SOLVENT_CNY = 1.0
"""Cash within this of 0 is rounding: it neither pays for maintenance nor makes insolvent."""

# Rows of `money` and of a record's page, as the plain numbers that a kernel can hold.
SERVICE_FEES, OTHER_PURCHASES = ACCOUNT["service_fees"], ACCOUNT["other_purchases"]
TECHNOLOGY_COST, HANDLING = ACCOUNT["technology_cost"], ACCOUNT["handling"]
LINK_INCOME, LINK_PAYMENTS = ACCOUNT["link_income"], ACCOUNT["link_payments"]
COPRODUCTS, DAMAGES = ACCOUNT["coproducts"], ACCOUNT["damages"]
WAGES, LAND_TAX, VAT = ACCOUNT["wages"], ACCOUNT["land_tax"], ACCOUNT["vat"]
INCOME_TAX, INTEREST = ACCOUNT["income_tax"], ACCOUNT["interest"]
DEPRECIATION, CAPEX, MAINTENANCE = (
    ACCOUNT[name] for name in ("depreciation", "capex", "maintenance")
)
BORROWED, REPAID, DIVIDENDS = (ACCOUNT[name] for name in ("borrowed", "repaid", "dividends"))
WRITE_OFFS, PUBLIC_FUNDS = ACCOUNT["write_offs"], ACCOUNT["public_funds"]
GRANTS, LAST_OPERATING, FIRST_TAX = ACCOUNT["grants"], OPERATING.stop, TAXES.start
LAST_TAX, LAST_ON_CREDIT = TAXES.stop, ON_CREDIT.stop
ADDS_VALUE = np.isin(np.arange(len(ACCOUNT)), VALUE_ADDED)

WASTE_T, HEAT_GJ, WATER_M3, AVOIDED_T, OWN_T, CARRIED_T, POWER_KWH = range(len(EXCHANGE_WEIGHTS))
LINKS, REUSED_T, REUSED_GJ, REUSED_M3, AVOIDED, TRANSPORT = (
    VARIABLE[name]
    for name in (
        "links", "reused_t", "reused_heat_gj", "reused_water_m3", "avoided_tco2e",
        "transport_tco2e",
    )
)  # fmt: skip
VALUE_ADDED_CNY, PROFIT_CNY, TAX_CNY, REVENUE_CNY, CAPEX_CNY, GRANTS_CNY = (
    VARIABLE[f"{name}_cny"]
    for name in ("value_added", "profit", "tax", "revenue", "capex", "grants")
)
assert (INCOME[0], CAPITAL[0]) == ("product_sales", "capex")


class Supplies(NamedTuple):
    """Columns of the contracts by which they are delivered."""

    giver_slot: Ints
    taker_slot: Ints
    giver_share: Floats
    taker_share: Floats
    ratio: Floats
    start_month: Ints
    end_month: Ints
    keeps: Flags
    stage: Ints
    offered: Floats
    wanted: Floats
    delivered: Floats


class Bonds(NamedTuple):
    """Columns of the contracts by which they are settled."""

    giver_slot: Ints
    taker_slot: Ints
    exchange: Ints
    price_cny_per_unit: Floats
    handling_cny_per_unit: Floats
    km: Floats
    nominal: Floats
    start_month: Ints
    end_month: Ints
    on_site: Flags
    offered: Floats
    wanted: Floats
    delivered: Floats
    delivered_year: Floats
    spurned_year: Floats
    lacking_year: Floats


class Offers(NamedTuple):
    """What a unit given by an option brings beside its price, by option."""

    fee_kept: Floats
    coproduct_cny: Floats
    take_or_pay: Floats
    weights: Floats
    """By (`EXCHANGE_WEIGHTS`, option)."""
    damages: float
    transport_tco2e_per_tkm: float


class Sheets(NamedTuple):
    """Columns of the enterprises that settling reads and moves."""

    active: Flags
    public: Flags
    """A body whose services the public pays for."""
    inside: Flags
    jobs: Floats
    land_mu: Floats
    upkeep_share: Floats
    service_fee_cny_per_unit: Floats
    other_purchases_cny_per_unit: Floats
    technology_cost_cny_per_unit: Floats
    cash: Floats
    receivables: Floats
    fixed_assets: Floats
    debt: Floats
    equity: Floats
    months_insolvent: Ints


class Year(NamedTuple):
    """What the year sets for every enterprise, and the rules of tax and credit."""

    trend: Floats
    wage_cny_per_month: Floats
    loan_rate: Floats
    land_tax_cny_per_m2: Floats
    asset_life_years: float
    vat_rate: float
    cit_rate: float
    receivable_months: float
    max_debt_ratio: Floats
    """By enterprise."""
    tax_allowance: Floats
    """Income tax of the year that relief takes off."""


Row = TypeVar("Row", bound=tuple[Any, ...])


def columns_of(kind: type[Row], columns: object, **others: Any) -> Row:
    """Return the columns that a kernel's tuple names, from a set of columns or from `others`."""
    names = [name for name in kind._fields if name not in others]  # type: ignore[attr-defined]
    return kind(**{name: getattr(columns, name) for name in names}, **others)


@kernel
def deliver_contracts(
    live: Ints, stage: int, bonds: Supplies, store: Floats, store_share: Floats,
    coefficient: Floats, owner: Ints, capacity: Floats, active: Flags, storage_months: float,
    moved: Floats,
) -> None:  # fmt: skip
    """Deliver the contracts of one stage: the giver's share of what is made, up to what is needed.

    A taker needs its share of what it uses beyond what its store covers, and of the room left in
    its store where the contract keeps; a store that covers all of an input holds `storage_months`
    of its use at capacity.
    """
    for row in live:
        if bonds.stage[row] != stage:
            continue
        giver, taker = bonds.giver_slot[row], bonds.taker_slot[row]
        needed, share = moved[QUANTITY, taker], store_share[taker]
        if share > 0.0:
            needed = max(needed - moved[DRAWN, taker] / share, 0.0)
        if bonds.keeps[row]:
            power = capacity[owner[taker]] if active[owner[taker]] else 0.0
            hold = storage_months * (coefficient[taker] * power)
            needed += max(hold * share - store[taker] + moved[DRAWN, taker], 0.0)
        offered = bonds.giver_share[row] * moved[QUANTITY, giver]
        wanted = bonds.taker_share[row] * needed / bonds.ratio[row]
        delivered = min(offered, wanted)
        bonds.offered[row], bonds.wanted[row], bonds.delivered[row] = offered, wanted, delivered
        moved[GIVEN, giver] += delivered
        moved[RECEIVED, taker] += delivered * bonds.ratio[row]


@kernel
def prepare_exchanges(
    live: Ints, taker_slot: Ints, exchange: Ints, delivered: Floats, kwh_per_unit: Floats,
    power_slot: Ints, owner: Ints, moved: Floats,
) -> None:  # fmt: skip
    """Add the power that makes delivered streams fit to what the taker's supply must bring.

    `power_slot` is each enterprise's electricity input; kWh = delivered x kWh per unit.
    """
    for row in live:
        kwh = delivered[row] * kwh_per_unit[exchange[row]]
        if kwh > 0.0:
            slot = power_slot[owner[taker_slot[row]]]
            moved[PREPARED, slot] += kwh
            moved[QUANTITY, slot] += kwh


@kernel
def settle_links(
    live: Ints, month: int, bonds: Bonds, offers: Offers, owner: Ints, value: Floats,
    money: Floats, page: Floats, tco2e: Floats,
) -> None:  # fmt: skip
    """Post what contracts pay and cost, settle minima that are due, and count what is reused."""
    for i in range(money.shape[1]):
        money[COPRODUCTS, i] = money[LINK_INCOME, i] = 0.0
        money[LINK_PAYMENTS, i] = money[DAMAGES, i] = 0.0
    for row in live:
        option, delivered = bonds.exchange[row], bonds.delivered[row]
        give_slot = bonds.giver_slot[row]
        giver, taker = owner[give_slot], owner[bonds.taker_slot[row]]
        price = bonds.price_cny_per_unit[row]
        bonds.delivered_year[row] += delivered
        bonds.spurned_year[row] += bonds.offered[row] - delivered
        bonds.lacking_year[row] += bonds.wanted[row] - delivered
        money[LINK_INCOME, giver] += delivered * price
        money[LINK_PAYMENTS, taker] -= delivered * price
        money[COPRODUCTS, taker] += delivered * offers.coproduct_cny[option]
        money[HANDLING, giver] += delivered * min(value[give_slot], 0.0) * offers.fee_kept[option]
        money[HANDLING, taker] -= delivered * bonds.handling_cny_per_unit[row]
        if bonds.on_site[row]:
            continue
        last = month % 12 == 11 or bonds.end_month[row] == month + 1
        if last and price > 0.0:
            months = month + 1 - max(bonds.start_month[row], month - month % 12)
            least = offers.take_or_pay[option] * bonds.nominal[row] * months
            missing = least - bonds.delivered_year[row]
            owed = max(min(missing, bonds.spurned_year[row]), 0.0)
            owed -= offers.damages * max(min(missing, bonds.lacking_year[row]), 0.0)
            money[DAMAGES, giver] += owed * price
            money[DAMAGES, taker] -= owed * price
        tco2e[taker] += delivered * offers.weights[OWN_T, option]
        page[LINKS, giver] += 1.0
        page[REUSED_T, giver] += delivered * offers.weights[WASTE_T, option]
        page[REUSED_GJ, giver] += delivered * offers.weights[HEAT_GJ, option]
        page[REUSED_M3, giver] += delivered * offers.weights[WATER_M3, option]
        page[AVOIDED, giver] += delivered * offers.weights[AVOIDED_T, option]
        carried = delivered * offers.weights[CARRIED_T, option] * bonds.km[row]
        page[TRANSPORT, taker] += carried * offers.transport_tco2e_per_tkm


@kernel
def shortfall(money: Floats, i: int) -> float:
    """Return what an enterprise has paid out for running and investing beyond its income."""
    short = -money[MAINTENANCE, i] - money[CAPEX, i]
    for account in range(LAST_OPERATING):
        short -= money[account, i]
    return float(max(short, 0.0))


@kernel
def turnover(money: Floats, i: int) -> tuple[float, float, float]:
    """Return what an enterprise's operation brought, what it sold on credit, and its taxes."""
    operating, revenue, taxes = 0.0, 0.0, 0.0
    for account in range(LAST_OPERATING):
        operating += money[account, i]
        if account < LAST_ON_CREDIT:
            revenue += money[account, i]
        if FIRST_TAX <= account < LAST_TAX:
            taxes += money[account, i]
    return operating, revenue, taxes


@kernel
def settle_accounts(
    output: Floats, served: Floats, sheets: Sheets, year: Year, earned: Floats, taxed: Floats,
    opening: Floats, money: Floats, page: Floats,
) -> None:  # fmt: skip
    """Post costs, taxes and finance of each enterprise, move its balance sheet, and record.

    `served` is the output that earns the service fee; `earned` and `taxed` are profit and income
    tax of the year so far; `opening` gets the `sim.money.BALANCES` before the month.
    """
    life_months = year.asset_life_years * 12.0
    for i in range(len(output)):
        opening[0, i], opening[1, i] = sheets.cash[i], sheets.receivables[i]
        opening[2, i], opening[3, i] = sheets.fixed_assets[i], sheets.debt[i]
        opening[4, i] = sheets.equity[i]
        money[SERVICE_FEES, i] = served[i] * sheets.service_fee_cny_per_unit[i]
        other = sheets.other_purchases_cny_per_unit[i] * year.trend[i]
        money[OTHER_PURCHASES, i] = -output[i] * other
        money[TECHNOLOGY_COST, i] = -output[i] * sheets.technology_cost_cny_per_unit[i]
        active = 1.0 if sheets.active[i] else 0.0
        worn = (sheets.fixed_assets[i] + money[WRITE_OFFS, i]) / life_months * active
        money[WAGES, i] = -sheets.jobs[i] * year.wage_cny_per_month[i] * active
        land = year.land_tax_cny_per_m2[i] * sheets.land_mu[i] * SQUARE_METRES_PER_MU / 12.0
        money[LAND_TAX, i] = -land * active * (1.0 if sheets.inside[i] else 0.0)
        money[INTEREST, i] = -sheets.debt[i] * year.loan_rate[i] * active / 12.0
        money[DEPRECIATION, i] = -worn
        upkeep = worn * sheets.upkeep_share[i]
        money[MAINTENANCE, i] = -upkeep if sheets.cash[i] > SOLVENT_CNY else 0.0
        value_added = 0.0
        for account in range(len(ADDS_VALUE)):
            if ADDS_VALUE[account]:
                value_added += money[account, i]
        money[VAT, i] = -max(value_added, 0.0) * (year.vat_rate / (1.0 + year.vat_rate))
        money[INCOME_TAX, i] = money[PUBLIC_FUNDS, i] = 0.0
        if sheets.public[i]:
            money[PUBLIC_FUNDS, i] = shortfall(money, i)
        worn = money[DEPRECIATION, i] + money[WRITE_OFFS, i]
        before_tax = worn
        for account in range(LAST_OPERATING):
            before_tax += money[account, i]
        earned[i] += before_tax
        owed = max(year.cit_rate * max(earned[i], 0.0) - year.tax_allowance[i], 0.0)
        due = max(owed - taxed[i], 0.0)
        money[INCOME_TAX, i] = -due
        taxed[i] += due
        operating, revenue, taxes = turnover(money, i)
        owed_to_it = year.receivable_months * revenue * active
        paid = operating + money[CAPEX, i] + money[MAINTENANCE, i] + money[DIVIDENDS, i]
        cash = sheets.cash[i] + paid - (owed_to_it - sheets.receivables[i])
        assets = max(cash, 0.0) + sheets.fixed_assets[i] + owed_to_it
        room = max(year.max_debt_ratio[i] * assets - sheets.debt[i], 0.0)
        money[BORROWED, i] = min(max(-cash, 0.0), room)
        money[REPAID, i] = -min(max(cash - 3.0 * revenue, 0.0), sheets.debt[i])
        moved = money[BORROWED, i] + money[REPAID, i]
        sheets.cash[i] = cash + moved
        sheets.receivables[i] = owed_to_it
        sheets.fixed_assets[i] += worn - money[CAPEX, i] - money[MAINTENANCE, i]
        sheets.debt[i] += moved
        sheets.equity[i] += operating + worn + money[DIVIDENDS, i]
        insolvent = sheets.cash[i] < -SOLVENT_CNY and sheets.active[i]
        sheets.months_insolvent[i] = sheets.months_insolvent[i] + 1 if insolvent else 0
        page[VALUE_ADDED_CNY, i], page[PROFIT_CNY, i] = value_added, before_tax
        page[TAX_CNY, i], page[REVENUE_CNY, i] = -taxes, revenue
        page[CAPEX_CNY, i], page[GRANTS_CNY, i] = -money[CAPEX, i], money[GRANTS, i]
