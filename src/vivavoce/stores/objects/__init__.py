"""Large immutable bytes in a folder, S3, Google Cloud Storage or Azure; one adapter on obstore."""

from vivavoce.stores.objects.store import Objects, open_objects

__all__ = ["Objects", "open_objects"]
