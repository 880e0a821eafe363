"""Claude Code: its transcripts, read into our sessions and events."""
