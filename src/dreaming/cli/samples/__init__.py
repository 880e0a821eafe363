"""A sample project, all invented: `store`, a memory store as files, and `sessions`, transcripts in Claude Code's format."""
