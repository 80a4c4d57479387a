"""The same stores in this process's memory: for tests, virtual time and trying things out; everything ends with it."""

from vivavoce.stores.memory.fleet import MemoryBreakerStore, MemorySpendingStore
from vivavoce.stores.memory.objects import MemoryObjects
from vivavoce.stores.memory.people import MemoryLogins, MemoryRoles, MemoryUsers
from vivavoce.stores.memory.practice import MemoryPracticeSpaces
from vivavoce.stores.memory.records import MemoryAuditLog, MemoryConsents, MemoryReports
from vivavoce.stores.memory.sealed import MemoryDataKeys, MemoryRecordingIndex
from vivavoce.stores.memory.sessions import MemoryEventLog, MemorySessions

__all__ = [
    "MemoryAuditLog",
    "MemoryBreakerStore",
    "MemoryConsents",
    "MemoryDataKeys",
    "MemoryEventLog",
    "MemoryLogins",
    "MemoryObjects",
    "MemoryPracticeSpaces",
    "MemoryRecordingIndex",
    "MemoryReports",
    "MemoryRoles",
    "MemorySessions",
    "MemorySpendingStore",
    "MemoryUsers",
]
