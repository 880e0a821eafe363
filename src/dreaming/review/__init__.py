"""The page: a person looks at dreams in a browser, and decides. It serves the loopback alone, until it is ended."""
