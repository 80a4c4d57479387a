"""Scoring with verified evidence, reconciliation and reports."""
