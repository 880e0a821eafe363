"""Other programs: their formats, read into our sessions and memories and written from them; schedulers; clients."""
