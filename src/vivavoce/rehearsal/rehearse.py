"""One whole rehearsal: invite, consent, call, talk, hang up, read the report."""

import asyncio
import time
from dataclasses import asdict, dataclass, field

import structlog

from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.knowledge.packs import parse_pack
from vivavoce.rehearsal.candidate import Candidate
from vivavoce.rehearsal.onlooker import NobodyLooksOn, Onlooker
from vivavoce.rehearsal.platform import CandidatePage, RefusedError, ReviewerDesk, until_ready
from vivavoce.rehearsal.result import RehearsalResult, result_of
from vivavoce.rehearsal.screen import Screen
from vivavoce.rehearsal.temperaments import Temperament
from vivavoce.transports.webrtc.calls import CallSettings, WebRtcCalls

_log = structlog.get_logger(__name__)

_CALLS_AGAIN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalConfig:
    """Who calls whom, and how."""

    base_url: str
    reviewer_email: str
    reviewer_password: str = field(repr=False)
    pack_yaml: str
    pack_file: str = "pack.yaml"
    """Named in errors about the pack."""
    temperament: Temperament
    seed: int = 1
    speed: float = 1.0
    """Speaking rate, and divides the pauses before answers. Time itself is never faked."""
    candidate_name: str = "Rehearsal candidate"
    call: CallSettings = field(default_factory=lambda: CallSettings(loopback=True))
    ready_within_s: float = 120.0
    report_within_s: float = 180.0
    margin_minutes: float = 10.0
    """Beyond the pack's minutes, before a rehearsal that does not end is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """A call that broke and was made again."""

    at_s: float
    """Seconds of the conversation heard until then."""
    gap_ms: float
    """From noticing the loss to the new call."""


async def rehearse(
    config: RehearsalConfig, *, voice: TextToSpeech, onlooker: Onlooker | None = None
) -> RehearsalResult:
    """Take one interview on a running platform with the given voice; return what was found.

    Raises `PackError` for a pack that cannot be used, and `UnavailableError` or `RefusedError` with the platform's own
    words when it does not let the candidate in. A call that breaks or never ends is a result, not an error.
    """
    pack = parse_pack(config.pack_yaml, file=config.pack_file)
    await until_ready(config.base_url, within_s=config.ready_within_s)
    async with ReviewerDesk.signed_in(
        config.base_url, email=config.reviewer_email, password=config.reviewer_password
    ) as desk:
        token = await desk.invite(
            pack_yaml=config.pack_yaml, role_title=pack.title, candidate_name=config.candidate_name
        )
        async with CandidatePage.opened(config.base_url, token) as page:
            view = await page.consent_to_all()
            if not view["may_start"]:
                raise RefusedError("The platform takes no call although every consent was given.")
            recoveries: list[Recovery] = []
            onlooker = onlooker or NobodyLooksOn()
            candidate = Candidate(
                Screen(onlooker), pack=pack, temperament=config.temperament, seed=config.seed, speed=config.speed
            )
            try:
                async with asyncio.timeout((pack.minutes + config.margin_minutes) * 60):
                    await _call_until_ended(page, candidate, config, voice, recoveries, onlooker)
            except TimeoutError:
                _log.warning("rehearsal_never_ended", session_id=view["session_id"])
        interview = await desk.evaluated_interview(view["session_id"], within_s=config.report_within_s)
    return result_of(
        interview,
        candidate.meter.turns(),
        pack_id=pack.id,
        candidate=config.temperament,
        seed=config.seed,
        recoveries=[asdict(recovery) for recovery in recoveries],
    )


async def _call_until_ended(
    page: CandidatePage,
    candidate: Candidate,
    config: RehearsalConfig,
    voice: TextToSpeech,
    recoveries: list[Recovery],
    onlooker: Onlooker,
) -> None:
    """Call, and call again when the connection breaks, as the web page does; note each time in `recoveries`."""
    calls = WebRtcCalls(config.call)
    try:
        line = await calls.dial(page.exchange)
        while True:
            onlooker.connected()
            await candidate.converse(line, page.events(), voice)
            if candidate.has_seen_the_end or len(recoveries) == _CALLS_AGAIN:
                return
            lost_at = time.monotonic()
            try:
                line = await calls.dial(page.exchange)
            except RefusedError:  # over meanwhile: the report tells how it ended
                return
            gap_ms = (time.monotonic() - lost_at) * 1000
            recoveries.append(Recovery(at_s=candidate.meter.now_s, gap_ms=gap_ms))
            _log.warning("rehearsal_called_again", at_s=round(candidate.meter.now_s, 1), gap_ms=round(gap_ms))
    finally:
        await calls.aclose()
