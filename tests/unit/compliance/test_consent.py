"""Nothing is allowed before it was granted, purpose by purpose, about the words of today."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from tests.support.records import a_session, an_invitation
from vivavoce.compliance.consent import ConsentDesk
from vivavoce.compliance.consent_texts import CONSENT_TEXTS
from vivavoce.domain.clock import SetClock
from vivavoce.domain.consent import ConsentText, Purpose
from vivavoce.domain.errors import ConflictError, NotFoundError
from vivavoce.domain.session import SessionStatus
from vivavoce.stores.memory import MemoryAuditLog, MemoryConsents, MemorySessions

pytestmark = pytest.mark.anyio

VERSION = CONSENT_TEXTS[0].version
PINNED_WORDS = "05d6fa9c"


@dataclass(slots=True)
class Desk:
    """A consent desk with one invited candidate, and everything behind it in reach."""

    sessions: MemorySessions = field(default_factory=MemorySessions)
    consents: MemoryConsents = field(default_factory=MemoryConsents)
    audit: MemoryAuditLog = field(default_factory=MemoryAuditLog)
    clock: SetClock = field(default_factory=SetClock)

    def with_texts(self, texts: Sequence[ConsentText]) -> ConsentDesk:
        return ConsentDesk(self.consents, self.sessions, self.audit, self.clock, texts=texts)

    @property
    def desk(self) -> ConsentDesk:
        return self.with_texts(CONSENT_TEXTS)

    async def decide(self, **granted: bool) -> None:
        decisions = [(Purpose(name), VERSION, answer) for name, answer in granted.items()]
        await self.desk.decide("ses_1", decisions)


@pytest.fixture
async def invited() -> Desk:
    desk = Desk()
    await desk.sessions.add(a_session(), an_invitation())
    return desk


async def test_before_any_decision_nothing_is_allowed(invited: Desk) -> None:
    allowed = await invited.desk.allowed("ses_1")

    assert not any((allowed.start, allowed.capture_voice, allowed.record, allowed.evaluate))
    assert [one.granted for one in await invited.desk.standing("ses_1")] == [None] * len(Purpose)


@pytest.mark.parametrize("purpose", list(Purpose))
async def test_each_purpose_is_granted_by_itself(invited: Desk, purpose: Purpose) -> None:
    await invited.decide(**{purpose.value: True})

    allowed = await invited.desk.allowed("ses_1")

    assert {one.text.purpose for one in await invited.desk.standing("ses_1") if one.granted} == {purpose}
    assert not allowed.start
    assert not allowed.capture_voice
    assert not allowed.record
    assert allowed.evaluate == (purpose is Purpose.AUTOMATED_EVALUATION)


@pytest.mark.parametrize(
    ("refused", "mode", "may"),
    [
        (None, "voice", {"start", "capture_voice", "record", "evaluate"}),
        (Purpose.AI_INTERVIEW, "human", {"evaluate"}),
        (Purpose.VOICE_PROCESSING, "typed", {"start", "evaluate"}),
        (Purpose.RECORDING, "voice", {"start", "capture_voice", "evaluate"}),
        (Purpose.AUTOMATED_EVALUATION, "voice", {"start", "capture_voice", "record"}),
    ],
)
async def test_what_a_refusal_means(invited: Desk, refused: Purpose | None, mode: str, may: set[str]) -> None:
    await invited.decide(**{purpose.value: purpose is not refused for purpose in Purpose})

    allowed = await invited.desk.allowed("ses_1")

    assert {name for name in ("start", "capture_voice", "record", "evaluate") if getattr(allowed, name)} == may
    assert allowed.mode == mode
    assert await invited.desk.may_capture_voice("ses_1") == ("capture_voice" in may)
    assert await invited.desk.may_record("ses_1") == ("record" in may)
    assert await invited.desk.may_evaluate("ses_1") == ("evaluate" in may)


async def test_a_candidate_may_change_their_mind_and_every_decision_stays_on_record(invited: Desk) -> None:
    await invited.decide(recording=True)
    invited.clock.advance(seconds=60)
    await invited.decide(recording=False)

    records = await invited.consents.of_session("ses_1")

    assert [record.granted for record in records] == [True, False]
    assert (records[1].at - records[0].at).total_seconds() == 60
    assert (await invited.desk.allowed("ses_1")).decisions[Purpose.RECORDING] is False


async def test_deciding_about_words_that_have_changed_is_refused_and_nothing_is_kept(invited: Desk) -> None:
    decisions = [(Purpose.AI_INTERVIEW, VERSION, True), (Purpose.RECORDING, "2019-01", True)]

    with pytest.raises(ConflictError) as caught:
        await invited.desk.decide("ses_1", decisions)

    assert "Reload" in caught.value.fix
    assert await invited.consents.of_session("ses_1") == []


async def test_new_words_ask_again_about_their_purpose_only(invited: Desk) -> None:
    await invited.decide(**{purpose.value: True for purpose in Purpose})
    reworded = [
        replace(text, version="2027-01") if text.purpose is Purpose.RECORDING else text for text in CONSENT_TEXTS
    ]

    allowed = await invited.with_texts(reworded).allowed("ses_1")

    assert allowed.decisions[Purpose.RECORDING] is None
    assert allowed.capture_voice
    assert not allowed.record


async def test_withdrawing_takes_everything_back_and_can_be_repeated(invited: Desk) -> None:
    await invited.decide(ai_interview=True, voice_processing=True, recording=False)

    await invited.desk.withdraw("ses_1")
    await invited.desk.withdraw("ses_1")

    session = await invited.sessions.get("ses_1")
    assert session is not None
    assert session.status is SessionStatus.WITHDRAWN
    assert [one.granted for one in await invited.desk.standing("ses_1")] == [False] * len(Purpose)
    assert [entry.action for entry in invited.audit.entries()].count("withdrawn") == 1


async def test_after_a_withdrawal_nothing_can_be_granted(invited: Desk) -> None:
    await invited.desk.withdraw("ses_1")

    with pytest.raises(ConflictError, match="withdrawn"):
        await invited.decide(ai_interview=True)


async def test_a_session_nobody_knows_has_no_desk(invited: Desk) -> None:
    with pytest.raises(NotFoundError):
        await invited.desk.decide("ses_9", [(Purpose.RECORDING, VERSION, True)])
    with pytest.raises(NotFoundError):
        await invited.desk.withdraw("ses_9")


async def test_the_first_decision_moves_an_invitation_on_and_later_ones_leave_the_state(invited: Desk) -> None:
    await invited.decide(ai_interview=True)
    consenting = await invited.sessions.get("ses_1")
    await invited.sessions.save(replace(a_session(), status=SessionStatus.LIVE))
    await invited.decide(recording=False)
    live = await invited.sessions.get("ses_1")

    assert consenting is not None
    assert live is not None
    assert (consenting.status, live.status) == (SessionStatus.CONSENTING, SessionStatus.LIVE)


async def test_each_decision_is_audited_without_a_name(invited: Desk) -> None:
    await invited.decide(ai_interview=True, recording=False)

    entries = invited.audit.entries()

    assert [(entry.action, entry.subject) for entry in entries] == [
        ("consent_granted", "ses_1"),
        ("consent_refused", "ses_1"),
    ]
    assert "Ada" not in repr(entries)
    assert await invited.audit.verify() == 2


def test_every_purpose_has_words_and_says_what_follows_a_refusal() -> None:
    assert [text.purpose for text in CONSENT_TEXTS] == list(Purpose)
    assert all(text.title and text.text and text.if_refused for text in CONSENT_TEXTS)


def test_the_words_say_what_the_law_wants_said() -> None:
    words = {text.purpose: text.text for text in CONSENT_TEXTS}

    assert "computer program, not a person" in words[Purpose.AI_INTERVIEW]
    assert "take this permission back" in words[Purpose.AI_INTERVIEW]
    assert "no voiceprint" in words[Purpose.VOICE_PROCESSING]
    assert "a named person reads it and decides" in words[Purpose.AUTOMATED_EVALUATION]


def test_a_change_of_words_is_a_new_version() -> None:
    """Changed a text? Give it a new version, then pin the words anew here."""
    words = "\n".join(f"{text.version}|{text.title}|{text.text}|{text.if_refused}" for text in CONSENT_TEXTS)

    assert hashlib.sha256(words.encode()).hexdigest()[:8] == PINNED_WORDS
