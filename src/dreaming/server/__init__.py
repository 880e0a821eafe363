"""The MCP server. Imports nothing of the SDK by itself."""
