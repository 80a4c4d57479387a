"""Reading a browser's offer: what cannot become an interview is refused with what to do about it."""

from aiortc.sdp import SessionDescription

from vivavoce.domain.errors import InvalidInputError

_LARGEST_OFFER_CHARS = 64_000
"""A browser's audio offer has 2,000 to 6,000."""
_SEND_AN_OFFER = "Send the text of RTCPeerConnection.createOffer() with the microphone's track added, unchanged."


def usable_offer(offer_sdp: str) -> str:
    """Return the offer to negotiate with; raise `InvalidInputError` when it cannot carry an interview.

    Candidates with `.local` names are left out: resolving them multicasts on the server's network and may take seconds,
    and the browser's own checks reach the server anyway.
    """
    if len(offer_sdp) > _LARGEST_OFFER_CHARS:
        raise InvalidInputError("The offer is too large to be one microphone's.", fix=_SEND_AN_OFFER)
    lines = [line for line in offer_sdp.splitlines() if not _is_local_name(line)]
    usable = "\r\n".join(lines) + "\r\n"
    _check(_parsed(usable))
    return usable


def _is_local_name(line: str) -> bool:
    return line.startswith("a=candidate:") and ".local " in line


def _parsed(sdp: str) -> SessionDescription:
    try:
        return SessionDescription.parse(sdp)
    # The parser has no error of its own: a broken line surfaces as whatever Python raised there.
    except (ValueError, AssertionError, LookupError, TypeError, AttributeError) as error:
        raise InvalidInputError("The offer is not a readable session description.", fix=_SEND_AN_OFFER) from error


def _check(offer: SessionDescription) -> None:
    kinds = [media.kind for media in offer.media]
    if kinds != ["audio"]:
        found = ", ".join(kinds) or "nothing"
        raise InvalidInputError(f"An interview carries one audio stream; the offer has: {found}.", fix=_SEND_AN_OFFER)
    audio = offer.media[0]
    if audio.direction != "sendrecv":
        raise InvalidInputError(
            f"The offer's audio is {audio.direction}: an interview needs both directions.",
            fix="Add the microphone's track with addTrack and leave its direction as it is.",
        )
    if not any(codec.mimeType.lower() == "audio/opus" for codec in audio.rtp.codecs):
        raise InvalidInputError(
            "The offer does not have the Opus codec.", fix="Leave the browser's codec preferences as they are."
        )
    encrypted = audio.dtls is not None and bool(audio.dtls.fingerprints)
    reachable = audio.ice is not None and bool(audio.ice.usernameFragment and audio.ice.password)
    if not (encrypted and reachable):
        raise InvalidInputError("The offer lacks its encryption or connection parameters.", fix=_SEND_AN_OFFER)
