"""Adapters to speech, language and embedding models; one folder a vendor."""
