"""Policies: every instrument with its clauses, numbers and measures, and its strength."""
