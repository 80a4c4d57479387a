"""Adapters that keep data: PostgreSQL, objects, memory."""
