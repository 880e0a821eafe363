"""The `rules` judge: deterministic, needs nothing, prefers to keep."""
