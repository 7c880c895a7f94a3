"""Ground floor: tables, columns, physics, accounts, clearing and the clock; imports nothing of ours."""
