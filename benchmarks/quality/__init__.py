"""How good dreams are, measured."""
