"""Readers of open data that others made. None of it is in this repository: where it lies is an argument."""
