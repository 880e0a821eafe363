"""The shapes of the answers: pydantic models, a module for each noun.

They are compact: None is left out, and what is empty or says nothing new is None. Times are RFC 3339 text, as
everywhere outside Python.
"""
