"""One whole rehearsal: invite, consent, call, talk, hang up, read the report."""

import asyncio
from dataclasses import dataclass, field

import structlog

from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.knowledge.packs import parse_pack
from vivavoce.rehearsal.candidate import Candidate
from vivavoce.rehearsal.platform import CandidatePage, RefusedError, ReviewerDesk, until_ready
from vivavoce.rehearsal.result import RehearsalResult, result_of
from vivavoce.rehearsal.screen import Screen
from vivavoce.rehearsal.temperaments import Temperament
from vivavoce.transports.webrtc.calls import CallSettings, WebRtcCalls

_log = structlog.get_logger(__name__)


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


async def rehearse(config: RehearsalConfig, *, voice: TextToSpeech) -> RehearsalResult:
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
            calls = WebRtcCalls(config.call)
            try:
                screen = Screen()
                line = await calls.dial(page.exchange)
                candidate = Candidate(
                    line, screen, pack=pack, temperament=config.temperament, seed=config.seed, speed=config.speed
                )
                async with asyncio.timeout((pack.minutes + config.margin_minutes) * 60):
                    await candidate.converse(page.events(), voice)
            except TimeoutError:
                _log.warning("rehearsal_never_ended", session_id=view["session_id"])
            finally:
                await calls.aclose()
        interview = await desk.evaluated_interview(view["session_id"], within_s=config.report_within_s)
    return result_of(
        interview, candidate.meter.turns(), pack_id=pack.id, candidate=config.temperament, seed=config.seed
    )
