"""Tests that hold the house: what may import what, what loads when, what a file may say."""
