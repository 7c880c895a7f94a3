"""Sweeps of a session: what to vary, the run in the background, and its files."""
