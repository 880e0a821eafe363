"""Taking a text, or a session, out of every table. What stands where is in `tables.py`; a stage takes it out of one kind."""
