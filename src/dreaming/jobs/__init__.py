"""Running dreams: acquire, snapshot, ask, settle."""
