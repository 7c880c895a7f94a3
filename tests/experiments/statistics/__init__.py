"""Tests of the statistics of finished runs."""
