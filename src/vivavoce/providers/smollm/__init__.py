"""A small language model that runs on this machine: for development and proofs, not clever enough to lead an interview."""

from vivavoce.providers.smollm.language_model import smol_language_model

__all__ = ["smol_language_model"]
