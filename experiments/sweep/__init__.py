"""Sweeps: many runs on an executor, kept in a store that no kill can hurt."""
