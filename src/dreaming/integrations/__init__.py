"""Other programs: their formats, read into our sessions and events, and the system's schedulers."""
