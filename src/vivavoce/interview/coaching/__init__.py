"""Coaching: what can be measured in a practice answer, and the one remark that is made about it. Nothing here judges a person."""
