"""Tests of public finance."""
