"""Personas: configuration, never a branch in the code."""
