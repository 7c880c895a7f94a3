"""Sweeps: many runs carried out by an executor, each result kept as it comes."""
