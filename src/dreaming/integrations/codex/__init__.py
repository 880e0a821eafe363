"""Codex: its rollouts, read into our sessions and events."""
