"""The books of one firm: its streams, mass, carbon and money balance, or the run raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.mesa_core.ledger import before_dividends, cash_moves
from sim.books import TOLERANCE
from sim.errors import BookError

if TYPE_CHECKING:
    from benchmarks.mesa_core.firm import Firm


def demand_zero(firm: Firm, what: str, gap: float, scale: float) -> None:
    """Raise when a gap exceeds the tolerance times its scale."""
    if not abs(gap) <= TOLERANCE * scale:
        raise BookError(
            f"month {firm.model.month}, {firm.name}: {what} does not close: "
            f"{gap:.6g} is open against a largest flow of {scale:.6g}"
        )


def close(firm: Firm) -> None:
    """Check every balance of a firm's month."""
    check_streams(firm)
    check_carbon(firm)
    check_money(firm)


def check_streams(firm: Firm) -> None:
    """Check output x recipe and the balance of each slot, and the mass of the firm."""
    output, mass, largest = firm.output, 0.0, 0.0
    for taken in firm.inputs:
        quantity = taken.quantity
        limit = TOLERANCE * (abs(quantity) + 1e-9)
        recipe = quantity - taken.prepared - output * taken.coefficient
        if not abs(recipe) <= limit:
            demand_zero(firm, "output x recipe", recipe, quantity)
        gap = quantity - taken.received - taken.bought - taken.drawn + taken.laid_in
        if not abs(gap) <= limit:
            demand_zero(firm, "an input", gap, quantity)
        weight = quantity * taken.stream.mass_kg
        mass += weight
        largest = max(largest, weight)
    for made in firm.outputs:
        quantity = made.quantity
        limit = TOLERANCE * (abs(quantity) + 1e-9)
        if not abs(quantity - output * made.coefficient) <= limit:
            demand_zero(firm, "output x recipe", quantity - output * made.coefficient, quantity)
        if not abs(quantity - made.given - made.released) <= limit:
            demand_zero(firm, "an output", quantity - made.given - made.released, quantity)
        weight = quantity * made.stream.mass_kg
        mass -= weight
        largest = max(largest, weight)
    demand_zero(firm, "mass", mass, largest + 1e-9)


def check_carbon(firm: Firm) -> None:
    """Check emissions against the fuels bought, the process and the wastes burnt."""
    fuel = sum([slot.bought * slot.stream.fuel_tco2e for slot in firm.fuels])
    process = firm.output * firm.process_tco2e_per_unit
    scale = abs(fuel) + abs(process) + abs(firm.waste_tco2e) + 1e-9
    gap = firm.scope_1_tco2e - fuel - process - firm.waste_tco2e
    demand_zero(firm, "carbon", gap, scale)


def check_money(firm: Firm) -> None:
    """Check that the balance sheet moved by the postings, balances, and that trade was posted."""
    money = firm.money
    cash, receivables, fixed_assets, debt, equity = firm.opening
    values = money.values()
    scale = max(max(values), -min(values)) + max(map(abs, firm.opening)) + 1.0
    posted = cash_moves(firm) - (firm.receivables - receivables)
    demand_zero(firm, "cash", firm.cash - cash - posted, scale)
    posted = money["depreciation"] - money["capex"] - money["maintenance"]
    demand_zero(firm, "fixed assets", firm.fixed_assets - fixed_assets - posted, scale)
    demand_zero(firm, "debt", firm.debt - debt - money["borrowed"] - money["repaid"], scale)
    posted = sum(before_dividends(money)) + money["dividends"]
    demand_zero(firm, "equity", firm.equity - equity - posted, scale)
    assets = firm.cash + firm.receivables + firm.fixed_assets
    demand_zero(firm, "the balance sheet", assets - firm.debt - firm.equity, scale + abs(assets))
    traded = sum([slot.released * slot.value for slot in firm.outputs])
    traded -= sum([slot.bought * slot.price for slot in firm.inputs])
    booked = money["product_sales"] + money["byproduct_sales"] + money["disposal"]
    demand_zero(firm, "trade", booked + money["purchases"] - traded, scale)
