"""Protocols that adapters fulfil; each docstring states the law its adapters obey."""
