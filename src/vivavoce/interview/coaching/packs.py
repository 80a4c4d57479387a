"""A role pack as it is practised: the whole interview or one part of it, with words that fit a space of one's own."""

from dataclasses import replace

from vivavoce.domain.errors import InvalidInputError
from vivavoce.domain.role_pack import RolePack, Section, SectionKind

PARTS = (SectionKind.TECHNICAL, SectionKind.SYSTEM_DESIGN, SectionKind.BEHAVIORAL)
"""Sections that can be practised by themselves."""
OPENING = (
    "This is practice, in your own space: nobody else hears or reads it, and nothing is scored. I ask as an interviewer would."
    " After an answer I may tell you one thing that I measured, such as its length or your pace."
)
CLOSING = "That was the last question. What I measured is on your page, with your own words to listen to. Goodbye."


def practice_pack(pack: RolePack, *, part: str = "") -> RolePack:
    """Return the pack to practise with; `part` is one section's kind, empty for the whole interview.

    Raises `InvalidInputError` when the pack has no such part.
    """
    if not part:
        return replace(pack, opening=OPENING, closing=CLOSING)
    return replace(pack, opening=OPENING, closing=CLOSING, sections=(_part(pack, part),))


def _part(pack: RolePack, part: str) -> Section:
    found = next((one for one in pack.sections if one.kind in PARTS and one.kind.value == part), None)
    if found is None:
        raise InvalidInputError(
            "This role has no such part.", fix="Choose one of the parts shown, or the whole interview."
        )
    return found
