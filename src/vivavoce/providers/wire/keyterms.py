"""Role vocabulary cut to what a vendor takes: one word too many, and a whole stream is refused."""

from collections.abc import Sequence

_CHARACTERS_PER_TOKEN = 3.0
"""Names and terms of a trade fall into smaller pieces than prose, which has four."""


def fitting(
    vocabulary: Sequence[str], *, most: int, most_tokens: int | None = None, longest: int | None = None
) -> list[str]:
    """Return the first terms that fit, each once; those longer than `longest` characters are left out."""
    terms = dict.fromkeys(" ".join(term.split()) for term in vocabulary)
    fit: list[str] = []
    tokens = 0.0
    for term in filter(None, terms):
        if longest is not None and len(term) > longest:
            continue
        tokens += max(1.0, len(term) / _CHARACTERS_PER_TOKEN)
        if len(fit) == most or (most_tokens is not None and tokens > most_tokens):
            break
        fit.append(term)
    return fit
