"""Looking up in a project's folder what memories name of it: read-only, bounded, through no link."""
