"""The command line: arguments in, text out. Imports nothing heavy by itself."""
