"""The dashboard timed: a lever moved in a real browser, by many clients, and in this process."""
