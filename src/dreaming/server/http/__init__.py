"""The server over streamable HTTP. Loaded only where that is asked for: a server over stdio starts without it."""
