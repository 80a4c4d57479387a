"""How the platform does while interviews go on, for those who run it."""
