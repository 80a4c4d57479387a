"""Large immutable bytes: a folder, S3, Google Cloud Storage, Azure, or memory; one adapter on obstore."""

from vivavoce.stores.objects.store import Objects, memory_objects, open_objects

__all__ = ["Objects", "memory_objects", "open_objects"]
