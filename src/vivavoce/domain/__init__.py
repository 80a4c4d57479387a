"""Plain frozen data, events, errors, clock and ports: imports nothing but the standard library."""
