"""What the system is about: objects, rules and ports. Imports the standard library and nothing else."""
