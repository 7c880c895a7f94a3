"""Statistics of finished runs: pure functions on numpy arrays, and an adapter from the store."""
