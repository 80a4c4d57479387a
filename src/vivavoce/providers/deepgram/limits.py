"""What Deepgram takes at most, by its documentation."""

MOST_KEYTERMS = 100
MOST_KEYTERM_TOKENS = 500
"""Of all keyterms of one stream together; more, and the stream is refused."""
