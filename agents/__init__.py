"""How enterprises and the park committee decide, and the routine of the month and of January."""
