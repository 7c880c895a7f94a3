"""The frozen core as a Mesa model: firms as agents with attributes, contracts as objects."""
