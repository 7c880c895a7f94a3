"""Tests of studies: their file, the engine, the store and the command."""
