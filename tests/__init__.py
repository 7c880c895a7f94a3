"""The tests: examples of what the packages promise, one folder a package, and the house's rules."""
