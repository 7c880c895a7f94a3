"""Ground floor: tables, columns, physics, accounts and clearing; imports nothing of ours."""
