"""Consolidation: a snapshot in, a changeset out. No SQL, no clock, no protocol, no await."""
