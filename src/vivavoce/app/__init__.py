"""Composition root: settings, wiring, command line. The only room that picks adapters."""
