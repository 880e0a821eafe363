"""The MCP server: the only package that knows the protocol. `build` puts it together, `stdio` runs it."""
