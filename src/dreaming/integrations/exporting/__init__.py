"""Writing what a store holds into files that belong to the user: instruction files, another program's memory."""
