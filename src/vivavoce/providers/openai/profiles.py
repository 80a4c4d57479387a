"""What OpenAI documents about its realtime models (November 2026); configuration may correct it. Not yet run live."""

from vivavoce.domain.capability import Capability, CapabilityProfile

REALTIME = CapabilityProfile(
    capability=Capability.REALTIME,
    input_rate_hz=24_000,
    output_rate_hz=24_000,
    truncates=True,
    takes_back=True,  # a reply is cancelled, its item deleted; what was generated until then is billed
    speaks_verbatim=False,  # by instructions: nearly always word for word, which is less than always
    manual_turns=True,
    calls_tools=True,
    sees_images=True,
    history_at_setup=True,
    cheap_standby=True,
    bills_whole_context=True,
    session_limit_s=60 * 60.0,
    regions=("us", "eu"),
    baa=True,
)
"""`gpt-realtime-2.1` and `-mini`: https://developers.openai.com/api/docs/guides/realtime"""

LIVE = CapabilityProfile(
    capability=Capability.REALTIME,
    input_rate_hz=24_000,
    output_rate_hz=24_000,
    truncates=False,
    takes_back=False,  # it cannot be told to stop for certain
    speaks_verbatim=False,
    manual_turns=False,  # full duplex: it decides itself when to speak; unasked speech is held back
    calls_tools=False,  # by delegation to another model only
    sees_images=False,
    history_at_setup=True,
    cheap_standby=False,  # billed by the minute from the start of the session
    bills_whole_context=False,
    session_limit_s=60 * 60.0,
    regions=(),
    baa=False,
)
"""`gpt-live-1`: https://developers.openai.com/api/docs/guides/live"""
