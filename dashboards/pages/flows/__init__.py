"""Flows: where energy, water and materials of a year come from and go."""
