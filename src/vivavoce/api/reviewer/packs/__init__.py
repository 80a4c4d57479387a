"""Role packs to choose from, and the linter."""
