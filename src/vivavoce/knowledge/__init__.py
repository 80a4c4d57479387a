"""Role packs, their linter, and what of a question an answer has covered."""
