"""What moves in a month, by slot: the rows of `sim.world.Flows.moved`, in base units."""

from __future__ import annotations

PASSED = ("received", "given", "mains", "treated", "inflow", "stored", "laid_in", "own", "prepared")
"""What passes between enterprises of a park or is made on site: it starts a month at zero."""

MOVES = (*PASSED, "quantity", "bought", "released", "drawn")

# The same as plain numbers that a kernel can hold.
RECEIVED, GIVEN, MAINS, TREATED, INFLOW, STORED, LAID_IN, OWN, PREPARED = range(len(PASSED))
QUANTITY, BOUGHT, RELEASED, DRAWN = range(len(PASSED), len(MOVES))
