"""What a store shows of its own wordings: the forms of its statements, and which of them tell the same."""
