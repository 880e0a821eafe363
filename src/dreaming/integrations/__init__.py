"""Formats of other programs, read into our sessions and events."""
