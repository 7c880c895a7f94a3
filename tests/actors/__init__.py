"""Tests of the actors of policy."""
