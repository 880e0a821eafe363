"""A judge that asks a language model, and checks by code what it says. Whatever fails is left to the rules."""
