"""What can be asked of the system: one method a verb, each its own transaction."""
