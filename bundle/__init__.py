"""The bundle for Claude Desktop: the package, a manifest that follows from the server, and what the application starts."""
