"""What a candidate sees of their practice, from what is stored."""

from collections.abc import Sequence

from vivavoce.api.candidate.presenting import status_of
from vivavoce.api.practice.links import Owner, talk_token
from vivavoce.api.practice.schemas import (
    AnswerView,
    FactsView,
    FeedbackView,
    FiguresView,
    MomentView,
    PartView,
    PracticePack,
    PracticeView,
    RangesView,
    RemarkView,
)
from vivavoce.api.practice.services import PracticeServices
from vivavoce.domain.practice import PracticeSession
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import Session
from vivavoce.interview.coaching import facts
from vivavoce.interview.coaching.feedback import AnswerFeedback, feedback_of, figures_of
from vivavoce.interview.coaching.packs import PARTS

RANGES = RangesView(
    longest_answer_s=facts.LONG_ANSWER_S,
    slowest_words_per_minute=facts.SLOWEST_WPM,
    fastest_words_per_minute=facts.FASTEST_WPM,
    most_fillers_per_100_words=facts.MOST_FILLERS_PER_100_WORDS,
    long_pause_s=facts.LONG_PAUSE_S,
)


def pack_view(pack: RolePack) -> PracticePack:
    parts = tuple(
        PartView(kind=section.kind, title=section.title, minutes=section.minutes)
        for section in pack.sections
        if section.kind in PARTS
    )
    return PracticePack(id=pack.id, title=pack.title, summary=pack.summary, minutes=pack.minutes, parts=parts)


async def feedback_view(services: PracticeServices, practice: PracticeSession, owner: Owner) -> FeedbackView | None:
    """Return one session with its answers; None when the session is gone."""
    found = await _read(services, practice)
    if found is None:
        return None
    session, pack, answers = found
    return FeedbackView(
        practice=_practice_view(practice, session, pack, answers, owner),
        answers=tuple(_answer_view(one, pack) for one in answers),
        has_sound=await services.recordings.holds(session.id),
        ranges=RANGES,
    )


async def practice_view(services: PracticeServices, practice: PracticeSession, owner: Owner) -> PracticeView | None:
    """Return one session's line in the list; None when the session is gone."""
    found = await _read(services, practice)
    return None if found is None else _practice_view(practice, *found, owner)


async def _read(
    services: PracticeServices, practice: PracticeSession
) -> tuple[Session, RolePack, Sequence[AnswerFeedback]] | None:
    session = await services.sessions.get(practice.session_id)
    if session is None:
        return None
    pack = await services.pack_of(session)
    return session, pack, feedback_of(await services.events.read(session.id), pack) if session.started_at else ()


def _practice_view(
    practice: PracticeSession, session: Session, pack: RolePack, answers: Sequence[AnswerFeedback], owner: Owner
) -> PracticeView:
    status = status_of(session)
    return PracticeView(
        id=session.id,
        title=pack.title,
        part_title=pack.sections[0].title if practice.part else None,
        created_at=practice.created_at,
        status=status,
        figures=FiguresView.model_validate(figures_of(answers)) if answers else None,
        talk_token=None if status == "completed" else talk_token(owner.token, session.id),
    )


def _answer_view(answer: AnswerFeedback, pack: RolePack) -> AnswerView:
    section = next((one.title for one in pack.sections if one.kind.value == answer.section), answer.section)
    return AnswerView(
        question=answer.question,
        section=section,
        turns=tuple(MomentView(start_s=turn.start_s, end_s=turn.end_s, text=turn.text) for turn in answer.turns),
        facts=FactsView.model_validate(answer.facts),
        remark=None if answer.remark is None else RemarkView.model_validate(answer.remark),
    )
