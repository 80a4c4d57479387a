"""Candidates' own practice: their spaces, what was measured, and the talk itself. No interview can be reached from here."""
