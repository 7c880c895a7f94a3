"""The account of a table of quantities: energy, CO2 by scope, pollutants, water and waste."""

from experiments.inventory.account import Inventory, inventory
from experiments.inventory.template import write_example

__all__ = ["Inventory", "inventory", "write_example"]
