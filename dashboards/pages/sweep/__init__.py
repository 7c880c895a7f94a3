"""Sweep: many combinations of levers at once, their trade-offs, and a way back to the sliders."""
