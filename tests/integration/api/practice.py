"""Practice over memory stores of its own, beside the stage's interviews, and a session that was practised in it."""

from dataclasses import dataclass, field, replace

import httpx

from tests.integration.api.recordings import HeldRecordings
from vivavoce.api.practice.services import PracticeServices
from vivavoce.api.services import CandidateServices
from vivavoce.app.packs import PacksOfRoles
from vivavoce.app.practice import PracticePacks
from vivavoce.compliance.consent import ConsentDesk
from vivavoce.compliance.consent_texts import PRACTICE_CONSENT_TEXTS
from vivavoce.domain.events import (
    CandidateTurnEnded,
    LineAttached,
    MoveMade,
    SectionEntered,
    SessionEvent,
    SessionStarted,
)
from vivavoce.domain.ports.recordings import Track
from vivavoce.domain.practice import Fact, Moment, Remark
from vivavoce.domain.session import Accommodations, EndReason, SessionStatus
from vivavoce.domain.transcript import Speaker, Turn, Word
from vivavoce.interview.remark_calls import remark_use
from vivavoce.knowledge.packs import shipped_pack_text, shipped_packs
from vivavoce.stores.memory import (
    MemoryAuditLog,
    MemoryConsents,
    MemoryEventLog,
    MemoryPracticeSpaces,
    MemoryRoles,
    MemorySessions,
)


class OwnSound(HeldRecordings):
    """Sound that can be listened to before it is finished."""

    async def holds(self, session_id: str) -> bool:
        return bool(await self.tracks(session_id))

    async def so_far(self, session_id: str, track: Track) -> bytes:
        return self._tracks.get((session_id, track), b"")


@dataclass
class Eraser:
    erased: list[str] = field(default_factory=list)

    async def erase(self, session_id: str, *, actor: str) -> list[object]:
        self.erased.append(session_id)
        return []


def practice_beside(shared: CandidateServices, *, open_to_all: bool = True) -> PracticeServices:
    """Return practice with stores of its own; host, calls and voice are the stage's."""
    roles, sessions, spaces = MemoryRoles(), MemorySessions(), MemoryPracticeSpaces()
    consents = MemoryConsents()
    return PracticeServices(
        roles=roles,
        sessions=sessions,
        desk=ConsentDesk(consents, sessions, MemoryAuditLog(), shared.clock, texts=PRACTICE_CONSENT_TEXTS),
        host=shared.host,
        answer=shared.answer,
        speech=shared.speech,
        readiness=shared.readiness,
        clock=shared.clock,
        site=shared.site,
        spaces=spaces,
        events=MemoryEventLog(),
        recordings=OwnSound(),
        erasure=Eraser(),
        pack_of=PracticePacks(PacksOfRoles(roles), spaces),
        clip=_clip,
        packs=shipped_packs(),
        pack_text=shipped_pack_text,
        open_to_all=open_to_all,
    )


def _clip(track: bytes, start_s: float, end_s: float) -> bytes:
    if not track:
        raise ValueError("nothing there")
    return track[int(start_s) : int(end_s)]


async def opened(client: httpx.AsyncClient) -> str:
    """Open a space; return its token."""
    made = await client.post("/api/practice/spaces")
    assert made.status_code == 201, made.text
    return str(made.json()["token"])


async def begun(client: httpx.AsyncClient, space: str, *, part: str | None = None) -> dict[str, str]:
    made = await client.post(
        f"/api/practice/spaces/{space}/sessions", json={"pack_id": "backend-engineer", "part": part}
    )
    assert made.status_code == 201, made.text
    return dict(made.json())


async def practised(services: PracticeServices, session_id: str) -> None:
    """Let a session have been held: one answer of forty words in twenty seconds, and a remark about it."""
    session = await services.sessions.get(session_id)
    assert session is not None
    now = services.clock.now()
    ended = replace(session, status=SessionStatus.ENDED, started_at=now, ended_at=now, end_reason=EndReason.COMPLETED)
    await services.sessions.save(ended)
    question = (await services.pack_of(session)).sections[-1].questions[0]
    section = (await services.pack_of(session)).sections[-1].kind.value
    words = tuple(Word(text=f"word{n}", start_s=10 + n * 0.5, end_s=10.4 + n * 0.5) for n in range(40))
    turn = Turn(
        id="trn_1",
        speaker=Speaker.CANDIDATE,
        text=" ".join(word.text for word in words),
        start_s=10.0,
        end_s=30.0,
        words=words,
        section=section,
        question_id=question.id,
    )
    remark = Remark(
        fact=Fact.PACE, text="You spoke slowly.", moment=Moment(start_s=10.0, end_s=20.0, text="word0 word1")
    )
    events: list[SessionEvent] = [
        SessionStarted(at=now, at_s=0.0, versions={}, accommodations=Accommodations()),
        LineAttached(at=now, at_s=0.0, line_id="line_1", resumed=False),
        SectionEntered(at=now, at_s=0.0, section=section),
        MoveMade(
            at=now, at_s=1.0, move="ask", turn_id="move_1", section=section, question_id=question.id, text=question.text
        ),
        CandidateTurnEnded(at=now, at_s=30.0, turn=turn, act="answer"),
        *remark_use(remark).events(at=now, at_s=31.0, turn_id="trn_1"),
    ]
    await services.events.append(session_id, events, after_seq=0)
