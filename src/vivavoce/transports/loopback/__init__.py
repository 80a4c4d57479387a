"""A line in memory: for tests, rehearsals in virtual time, and benches without a network."""
