"""YAML files that people write: read with the line of every value, and checked against a model in words they can act on."""

from vivavoce.documents.source import DocumentKind, Path, Source, read_source
from vivavoce.documents.structure import read_model

__all__ = ["DocumentKind", "Path", "Source", "read_model", "read_source"]
