"""The consent desk: takes decisions, keeps every one, and says what is allowed now. Nothing is allowed by default (law 1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from vivavoce.compliance.consent_texts import CONSENT_TEXTS
from vivavoce.domain.clock import Clock
from vivavoce.domain.consent import ConsentRecord, ConsentStanding, ConsentText, Purpose
from vivavoce.domain.errors import ConflictError, NotFoundError
from vivavoce.domain.ids import new_id
from vivavoce.domain.ports.records import AuditLog, Consents, Sessions
from vivavoce.domain.session import Session, SessionStatus

ACTOR = "candidate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What the decisions taken so far allow. Purposes are independent; a missing decision is no permission."""

    decisions: Mapping[Purpose, bool | None]

    @property
    def start(self) -> bool:
        """Whether the interview may begin: everything is decided, and talking with an AI is allowed."""
        return self._granted(Purpose.AI_INTERVIEW) and None not in self.decisions.values()

    @property
    def capture_voice(self) -> bool:
        return self._granted(Purpose.AI_INTERVIEW) and self._granted(Purpose.VOICE_PROCESSING)

    @property
    def record(self) -> bool:
        """Whether sound may be kept: also needs the permission to hear it in the first place."""
        return self.capture_voice and self._granted(Purpose.RECORDING)

    @property
    def evaluate(self) -> bool:
        return self._granted(Purpose.AUTOMATED_EVALUATION)

    @property
    def mode(self) -> Literal["voice", "typed", "human"]:
        """How the interview is held if nothing else is refused; `start` says whether it may be."""
        if self.decisions.get(Purpose.AI_INTERVIEW) is False:
            return "human"
        return "typed" if self.decisions.get(Purpose.VOICE_PROCESSING) is False else "voice"

    def _granted(self, purpose: Purpose) -> bool:
        return self.decisions.get(purpose) is True


class ConsentDesk:
    """Raises `StorageError` when a decision could not be kept; nothing is allowed by it then."""

    def __init__(
        self,
        consents: Consents,
        sessions: Sessions,
        audit: AuditLog,
        clock: Clock,
        *,
        texts: Sequence[ConsentText] = CONSENT_TEXTS,
    ) -> None:
        self._consents = consents
        self._sessions = sessions
        self._audit = audit
        self._clock = clock
        self._texts = {text.purpose: text for text in texts}

    async def standing(self, session_id: str) -> Sequence[ConsentStanding]:
        """Return each purpose with its words and the latest decision about exactly these words."""
        latest = {record.purpose: record for record in await self._consents.of_session(session_id)}
        return [
            ConsentStanding(text=text, granted=_decision(latest.get(purpose), text))
            for purpose, text in self._texts.items()
        ]

    async def allowed(self, session_id: str) -> Allowed:
        return Allowed(decisions={one.text.purpose: one.granted for one in await self.standing(session_id)})

    async def may_capture_voice(self, session_id: str) -> bool:
        return (await self.allowed(session_id)).capture_voice

    async def may_record(self, session_id: str) -> bool:
        return (await self.allowed(session_id)).record

    async def may_evaluate(self, session_id: str) -> bool:
        return (await self.allowed(session_id)).evaluate

    async def decide(self, session_id: str, decisions: Sequence[tuple[Purpose, str, bool]]) -> None:
        """Keep decisions of (purpose, version read, granted).

        Raises `ConflictError` when the words have changed since they were read or the candidate has withdrawn, and
        `NotFoundError` when there is no such session; nothing is kept then.
        """
        session = await self._session(session_id)
        if session.status is SessionStatus.WITHDRAWN:
            raise ConflictError("This interview was withdrawn.", fix="Write to the people who invited you.")
        for purpose, version, _ in decisions:
            if version != self._texts[purpose].version:
                raise ConflictError("The words have changed since you read them.", fix="Reload, read and decide again.")
        await self._keep(session_id, decisions)
        if session.status is SessionStatus.INVITED:
            await self._sessions.save(replace(session, status=SessionStatus.CONSENTING))

    async def withdraw(self, session_id: str) -> None:
        """Take every consent back and mark the session withdrawn; safe to repeat."""
        session = await self._session(session_id)
        undone = [one for one in await self.standing(session_id) if one.granted is not False]
        await self._keep(session_id, [(one.text.purpose, one.text.version, False) for one in undone])
        if session.status is not SessionStatus.WITHDRAWN:
            await self._sessions.save(replace(session, status=SessionStatus.WITHDRAWN))
            await self._audit.add(actor=ACTOR, action="withdrawn", subject=session_id, at=self._clock.now(), detail={})

    async def _keep(self, session_id: str, decisions: Sequence[tuple[Purpose, str, bool]]) -> None:
        at = self._clock.now()
        await self._consents.add(
            [
                ConsentRecord(
                    id=new_id("con"), session_id=session_id, purpose=purpose, version=version, granted=granted, at=at
                )
                for purpose, version, granted in decisions
            ]
        )
        for purpose, version, granted in decisions:
            await self._audit.add(
                actor=ACTOR,
                action="consent_granted" if granted else "consent_refused",
                subject=session_id,
                at=at,
                detail={"purpose": purpose.value, "version": version},
            )

    async def _session(self, session_id: str) -> Session:
        session = await self._sessions.get(session_id)
        if session is None:
            raise NotFoundError(f"there is no session {session_id}")
        return session


def _decision(record: ConsentRecord | None, text: ConsentText) -> bool | None:
    return record.granted if record is not None and record.version == text.version else None
