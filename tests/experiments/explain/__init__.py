"""Tests of the explanations of a year."""
