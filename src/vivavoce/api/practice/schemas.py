"""What the practice pages send and get: counts and seconds about one's own answers."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from vivavoce.api.schemas import Answer, Request
from vivavoce.domain.practice import Fact
from vivavoce.domain.role_pack import SectionKind


class PracticeOffer(Answer):
    """What a visitor without a link is told."""

    organisation: str
    open_to_all: bool
    """A space can be opened here and now."""
    contact_email: str


class SpaceMade(Answer):
    """Shown once: only the token's hash is kept."""

    token: str
    url: str


class PartView(Answer):
    kind: SectionKind
    title: str
    minutes: float


class PracticePack(Answer):
    id: str
    title: str
    summary: str
    minutes: float
    parts: tuple[PartView, ...]
    """What can be practised by itself."""


class FiguresView(Answer):
    """One session in numbers. Null: nothing to measure it by."""

    answers: int
    answer_length_s: float | None
    words_per_minute: float | None
    fillers_per_100_words: float | None
    long_pauses_per_answer: float | None


class PracticeView(Answer):
    id: str
    title: str
    part_title: str | None
    """The part that was practised; null: the whole interview."""
    created_at: datetime
    status: Literal["open", "in_progress", "completed"]
    figures: FiguresView | None
    """Null before anything was answered."""
    talk_token: str | None
    """Opens the talk; null when it is over."""


class RangesView(Answer):
    """What the coach compares with."""

    longest_answer_s: float
    slowest_words_per_minute: float
    fastest_words_per_minute: float
    most_fillers_per_100_words: float
    long_pause_s: float


class SpaceView(Answer):
    organisation: str
    packs: tuple[PracticePack, ...]
    sessions: tuple[PracticeView, ...]
    """Oldest first."""
    ranges: RangesView


class NewPractice(Request):
    pack_id: Annotated[str, Field(min_length=1, max_length=100)]
    part: SectionKind | None = None


class MomentView(Answer):
    start_s: float
    end_s: float
    text: str


class FactsView(Answer):
    length_s: float | None
    words: int
    words_per_minute: float | None
    fillers_per_100_words: float | None
    fillers: tuple[MomentView, ...]
    longest_pause_s: float | None
    long_pauses: tuple[MomentView, ...]
    result_named: bool | None
    """A guess from words, not validated; null where no story was asked for."""


class RemarkView(Answer):
    fact: Fact
    text: str
    praise: bool
    unvalidated: bool
    moment: MomentView | None


class AnswerView(Answer):
    question: str
    section: str
    turns: tuple[MomentView, ...]
    facts: FactsView
    remark: RemarkView | None


class FeedbackView(Answer):
    practice: PracticeView
    answers: tuple[AnswerView, ...]
    has_sound: bool
    ranges: RangesView
