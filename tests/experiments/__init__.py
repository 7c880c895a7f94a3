"""Tests of scenarios, studies, results and figures."""
