"""Consent, recording vault, retention and audit."""
