"""What a language model may decide about one turn: the plan's choice, what may be done instead, and what it may refer to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from vivavoce.domain.role_pack import KnowledgeItem, Probe, Question, SectionKind
from vivavoce.interview.acts import Act
from vivavoce.interview.brain.follow_ups import OWN_WORDS
from vivavoce.interview.conductor import STRONG_COVERAGE, Reading, Scene, coverage_share
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.personas.persona import Persona
from vivavoce.interview.speech_text import content_words
from vivavoce.interview.tools.catalogue import available
from vivavoce.interview.tools.tool import Tool, ToolName
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
    tools: Mapping[ToolName, Tool] = field(default_factory=dict)
    looked_up: str = ""
    """What was asked of the knowledge base in this turn; what was found is in `items`."""


def offer(planned: Choice, reading: Reading, scene: Scene, persona: Persona) -> Offer | None:
    """Return what a model may decide here as this persona; None where the plan alone decides."""
    orders = bool(reading.flags) or is_injection(f"{reading.substance} {reading.question}")
    if orders or reading.awaiting or not planned.parts or planned.move not in scene.legal:
        return None  # speech that gives orders is never shown to a model
    if planned.move is Move.ANSWER:
        return _permitted(_answer(planned, reading, scene), scene, persona)
    question = scene.question
    if question is None:
        return None
    if planned.move is Move.REPHRASE:
        return _permitted(Offer(planned=planned, moves=(Move.REPHRASE,)), scene, persona)
    follows = reading.act in _ANSWERS and planned.move in _AFTER_ANSWERS and Move.PROBE in scene.legal
    if not follows or question.closed or reading.question_id != question.id or not content_words(reading.substance):
        return None
    if scene.section.kind in _NOT_FOLLOWED_UP:
        return None
    return _permitted(_follow_up(planned, question, scene), scene, persona)


def after_lookup(offered: Offer, question: str, item: KnowledgeItem | None, scene: Scene, persona: Persona) -> Offer:
    """Return the same decision with what the knowledge base says about a question."""
    items = {item.id: item} if item is not None else {}
    known = replace(offered, items=items, looked_up=question)
    return replace(known, tools=_tools(known, scene, persona))


def _permitted(offered: Offer | None, scene: Scene, persona: Persona) -> Offer | None:
    """Leave what this persona may do; None when nothing of it is a turn."""
    if offered is None:
        return None
    tools = _tools(offered, scene, persona)
    moves = tuple(move for move in offered.moves if move in persona.permissions)
    if scene.next.entered and offered.planned.move is not Move.MOVE_ON:
        moves = tuple(move for move in moves if move is not Move.MOVE_ON)  # there it is the tool that goes on
    turns = bool(moves) or any(tool.move is offered.planned.move for tool in tools.values())
    return replace(offered, moves=moves, tools=tools) if turns else None


def _tools(offered: Offer, scene: Scene, persona: Persona) -> Mapping[ToolName, Tool]:
    tools = dict(available(persona, scene, may_move_on=Move.MOVE_ON in offered.moves))
    last = scene.state.last_move
    just_answered = last is not None and last.move == Move.ANSWER
    if offered.items or offered.looked_up or just_answered:
        tools.pop(ToolName.QUERY_KNOWLEDGE, None)  # what is known is there already, was looked for, or was just told
    if not offered.items and not offered.looked_up:
        tools.pop(ToolName.ANSWER_CANDIDATE, None)
    return tools


def _answer(planned: Choice, reading: Reading, scene: Scene) -> Offer | None:
    asked = reading.question or reading.substance
    items = {item.id: item for item in scene.pack.knowledge}
    return Offer(planned=planned, moves=(), items=items, asked=asked) if items and asked else None


def _follow_up(planned: Choice, question: Question, scene: Scene) -> Offer:
    open_question = scene.state.open_question
    spent = " ".join(open_question.probe_texts)
    usable = [
        probe for probe in question.probes if probe.for_point not in open_question.covered and probe.text not in spent
    ]
    # Nobody loses the first follow-up to a model that would rather go on, whatever made it want to, nor time that is left.
    strong = bool(question.expected) and coverage_share(question, open_question.covered) >= STRONG_COVERAGE
    enough = open_question.follow_ups > 0 or (strong and not scene.to_spare)
    others = (planned.move,) if planned.move is not Move.PROBE else (Move.MOVE_ON,) if enough else ()
    return Offer(
        planned=planned,
        moves=(Move.PROBE, *others),
        probes={f"p{number}": probe for number, probe in enumerate(usable, 1)},
    )


__all__ = ["OWN_WORDS", "UNKNOWN", "Offer", "after_lookup", "offer"]
