"""Designs of experiments: which points of a space of levers a study runs, one design a file."""
