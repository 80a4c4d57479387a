"""What a candidate's link opens: the invitation, consents, practice, the call and its live events."""
