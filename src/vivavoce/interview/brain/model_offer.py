"""What a language model may decide about one turn: the plan's choice, what may be done instead, and what it may refer to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vivavoce.domain.role_pack import KnowledgeItem, Probe, Question, SectionKind
from vivavoce.interview.acts import Act
from vivavoce.interview.brain.follow_ups import OWN_WORDS
from vivavoce.interview.conductor import STRONG_COVERAGE, Reading, Scene, coverage_share
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.speech_text import content_words
from vivavoce.knowledge.substance import is_injection

UNKNOWN = "unknown"
"""What a model refers to when no fact answers."""

_ANSWERS = frozenset({Act.ANSWER, Act.SHORT, Act.OFF_TOPIC})
_AFTER_ANSWERS = frozenset({Move.PROBE, Move.MOVE_ON, Move.REDIRECT})
_NOT_FOLLOWED_UP = frozenset({SectionKind.CANDIDATE_QUESTIONS, SectionKind.WRAP_UP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One turn's decision. A model sees the keys and texts in here and nothing else of the pack."""

    planned: Choice
    moves: tuple[Move, ...]
    probes: Mapping[str, Probe] = field(default_factory=dict)
    """The pack's own follow-ups that still make sense, by a key that says nothing."""
    items: Mapping[str, KnowledgeItem] = field(default_factory=dict)
    asked: str = ""
    """What the candidate wants to know."""


def offer(planned: Choice, reading: Reading, scene: Scene) -> Offer | None:
    """Return what a model may decide here; None where the plan alone decides."""
    orders = bool(reading.flags) or is_injection(f"{reading.substance} {reading.question}")
    if orders or reading.awaiting or not planned.parts or planned.move not in scene.legal:
        return None  # speech that gives orders is never shown to a model
    if planned.move is Move.ANSWER:
        return _answer(planned, reading, scene)
    question = scene.question
    if question is None:
        return None
    if planned.move is Move.REPHRASE:
        return Offer(planned=planned, moves=(Move.REPHRASE,))
    follows = reading.act in _ANSWERS and planned.move in _AFTER_ANSWERS and Move.PROBE in scene.legal
    if not follows or question.closed or reading.question_id != question.id or not content_words(reading.substance):
        return None
    return None if scene.section.kind in _NOT_FOLLOWED_UP else _follow_up(planned, question, scene)


def _answer(planned: Choice, reading: Reading, scene: Scene) -> Offer | None:
    asked = reading.question or reading.substance
    items = {item.id: item for item in scene.pack.knowledge}
    return Offer(planned=planned, moves=(Move.ANSWER,), items=items, asked=asked) if items and asked else None


def _follow_up(planned: Choice, question: Question, scene: Scene) -> Offer:
    open_question = scene.state.open_question
    spent = " ".join(open_question.probe_texts)
    usable = [
        probe for probe in question.probes if probe.for_point not in open_question.covered and probe.text not in spent
    ]
    # Nobody loses the first follow-up to a model that would rather go on, whatever made it want to.
    strong = bool(question.expected) and coverage_share(question, open_question.covered) >= STRONG_COVERAGE
    enough = strong or open_question.follow_ups > 0
    others = (planned.move,) if planned.move is not Move.PROBE else (Move.MOVE_ON,) if enough else ()
    return Offer(
        planned=planned,
        moves=(Move.PROBE, *others),
        probes={f"p{number}": probe for number, probe in enumerate(usable, 1)},
    )


__all__ = ["OWN_WORDS", "UNKNOWN", "Offer", "offer"]
