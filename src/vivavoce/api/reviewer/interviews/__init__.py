"""Interviews: transcript, recording, report and the decision."""
