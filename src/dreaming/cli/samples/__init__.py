"""A sample project, all invented: `store`, memories as files; `sessions`, transcripts in Claude Code's format."""
