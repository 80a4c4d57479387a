"""Synthetic candidates that call in like a browser does: proof, load and drills."""
