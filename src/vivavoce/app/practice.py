"""Practice, wired: the same host as interviews have, over stores, a persona, a pack and a policy of its own."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from vivavoce.api.practice.services import PracticeServices
from vivavoce.api.services import CallAnswerer, Readiness, Site
from vivavoce.app.models import Slots, open_slots
from vivavoce.app.packs import PacksOfRoles
from vivavoce.app.providers import Providers
from vivavoce.app.recording import RecorderFactory
from vivavoce.app.settings import Settings
from vivavoce.app.storage import PracticeStorage
from vivavoce.compliance.retention import RetentionPolicy
from vivavoce.domain.clock import Clock
from vivavoce.domain.ids import new_secret
from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.domain.ports.practice import PracticeSpaces
from vivavoce.domain.ports.recordings import Recordings
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.domain.practice import open_space
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import EndReason, Session
from vivavoce.interview.brain.model import ModelBrain
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.coaching.brain import CoachingBrain
from vivavoce.interview.coaching.packs import practice_pack
from vivavoce.interview.coaching.wording import COACH_LINES
from vivavoce.interview.host import Permissions, SessionHost
from vivavoce.interview.personas.coach import COACH
from vivavoce.interview.spending import OpensLate, late_spending
from vivavoce.knowledge.coverage import CoverageJudge
from vivavoce.knowledge.packs import shipped_pack_text, shipped_packs
from vivavoce.providers.local import EmbeddedModels
from vivavoce.routing.account import Account
from vivavoce.routing.policy import SessionKind
from vivavoce.voice.clip import clip

PRACTICE_RETENTION = RetentionPolicy(media_days=90, transcript_days=365, decision_days=365)
"""Long enough to see a trend over a search for work; a candidate deletes sooner whenever they like."""


class PracticePacks:
    """Finds the pack of a practice session: its role's, cut to the part that is practised."""

    def __init__(self, packs: PacksOfRoles, spaces: PracticeSpaces) -> None:
        self._packs = packs
        self._spaces = spaces

    async def __call__(self, session: Session) -> RolePack:
        practice = await self._spaces.session(session.id)
        return practice_pack(await self._packs(session), part=practice.part if practice else "")


class AfterPractice:
    """What follows a practice: its tracks are joined and their keeping is counted. No evaluation can be reached from here."""

    def __init__(self, recordings: Recordings, *, late: OpensLate) -> None:
        self._recordings = recordings
        self._late = late

    async def __call__(self, session_id: str, reason: EndReason, /) -> None:
        if reason is EndReason.WITHDRAWN:
            return
        tracks = await self._recordings.finish(session_id)
        late = await self._late(session_id)
        late.keep(sum(track.size_bytes for track in tracks), days=PRACTICE_RETENTION.media_days)
        await late.write()


@asynccontextmanager
async def open_practice_slots(
    settings: Settings, models: EmbeddedModels, providers: Providers, *, interview: Slots
) -> AsyncIterator[Slots]:
    """Fill the slots of practices by their own policy; where it is the interviews', they share everything."""
    policies = providers.config.policy_of
    if policies[SessionKind.PRACTICE] == policies[SessionKind.INTERVIEW]:
        yield interview
        return
    async with open_slots(settings, models, providers, kind=SessionKind.PRACTICE) as slots:
        yield slots


def practice_host(
    settings: Settings,
    storage: PracticeStorage,
    slots: Slots,
    *,
    embedder: Embedder,
    clock: Clock,
    account: Callable[[], Account],
) -> SessionHost:
    """Return the host of practice sessions, led by the coach."""
    plan = PlanBrain(judge=CoverageJudge(embedder), embedder=embedder, persona=COACH, lines=COACH_LINES)
    leads = (
        plan
        if slots.language_model is None
        else ModelBrain(
            plan=plan, language_model=slots.language_model, embedder=embedder, persona=COACH, lines=COACH_LINES
        )
    )
    late = late_spending(events=storage.events, clock=clock, account=account)
    return SessionHost(
        events=storage.events,
        sessions=storage.sessions,
        engine=slots.engine,
        pack_of=PracticePacks(PacksOfRoles(storage.roles), storage.spaces),
        brain=CoachingBrain(leads),
        spare_brain=CoachingBrain(plan),
        clock=clock,
        permissions=Permissions(
            may_capture=storage.desk.may_capture_voice, recorder=RecorderFactory(storage.recordings)
        ),
        on_ended=AfterPractice(storage.recordings, late=late),
        persona=COACH,
        absent_for_s=settings.away_minutes * 60,
        account=account,
    )


def practice_services(
    settings: Settings,
    storage: PracticeStorage,
    host: SessionHost,
    *,
    answer: CallAnswerer,
    speech: TextToSpeech,
    readiness: Readiness,
    clock: Clock,
    site: Site,
) -> PracticeServices:
    return PracticeServices(
        roles=storage.roles,
        sessions=storage.sessions,
        desk=storage.desk,
        host=host,
        answer=answer,
        speech=speech,
        readiness=readiness,
        clock=clock,
        site=replace(
            site,
            readers=("Only you, and whoever you give your practice link to.",),
            retention=_kept(PRACTICE_RETENTION),
        ),
        spaces=storage.spaces,
        events=storage.events,
        recordings=storage.recordings,
        erasure=storage.erasure,
        pack_of=PracticePacks(PacksOfRoles(storage.roles), storage.spaces),
        clip=_clip(),
        packs=shipped_packs(),
        pack_text=shipped_pack_text,
        open_to_all=settings.practice_open,
    )


async def new_practice_link(storage: PracticeStorage, settings: Settings, *, clock: Clock) -> str:
    """Open a space and return the link to it, which is kept nowhere."""
    token = new_secret()
    await storage.spaces.add(open_space(secret=token, at=clock.now()))
    return practice_url(settings, token)


def practice_url(settings: Settings, token: str) -> str:
    return f"{settings.url}/practice/{token}"


def _clip() -> Callable[[bytes, float, float], bytes]:
    return lambda data, start_s, end_s: clip(data, start_s=start_s, end_s=end_s)


def _kept(policy: RetentionPolicy) -> tuple[tuple[str, str], ...]:
    return (
        ("The sound, if you allow a recording", f"{policy.media_days} days"),
        ("What was said, in writing, and what was measured", f"{policy.transcript_days} days"),
    )
