"""Timings, as ratios within one run. Not tests: nothing here passes or fails."""
