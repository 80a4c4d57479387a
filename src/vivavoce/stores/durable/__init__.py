"""Durable workflows on the same PostgreSQL, and in memory."""

from vivavoce.stores.durable.memory import MemoryWorkflows
from vivavoce.stores.durable.workflows import DurableWorkflows

__all__ = ["DurableWorkflows", "MemoryWorkflows"]
