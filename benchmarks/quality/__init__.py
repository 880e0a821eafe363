"""What dreams are worth: how much of a store they keep, tidy and learn, beside simpler ways. `../README.md` has more."""
