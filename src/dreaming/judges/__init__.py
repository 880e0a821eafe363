"""Who decides: implementations of the Judge port."""
