"""Tests of sweeps: the engine, its executors, what a kill leaves, and the command."""
