"""Personas, conductor, brain and the live session."""
