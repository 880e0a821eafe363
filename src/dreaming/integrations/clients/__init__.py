"""The clients that start the server: where their configuration is, and our entry in it."""
