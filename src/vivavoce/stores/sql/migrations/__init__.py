"""The database's shape, step by step; applied at every start, by one process at a time."""
