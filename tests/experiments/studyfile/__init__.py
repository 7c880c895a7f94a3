"""Tests of study files: what they may say, and what is said of broken ones."""
