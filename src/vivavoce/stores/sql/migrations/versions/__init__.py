"""One file a step; a step once released never changes."""
