"""Tests of the result store: what it keeps, loses and gives back."""
