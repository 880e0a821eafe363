"""The user's own Claude Code as a language model: a program that is called once for each prompt, and can do nothing else."""
