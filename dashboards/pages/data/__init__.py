"""Data and method: parks in and out, assumptions, what a run rests on, and what is left out."""
