"""Policy instruments: one file each, as dated parameters and pure functions on read-only views."""
