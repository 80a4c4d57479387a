"""Openings: a role pack as this organisation uses it."""
