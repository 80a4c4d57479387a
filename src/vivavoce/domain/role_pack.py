"""A role pack: what an interview for one role asks, expects, knows and scores."""

from dataclasses import dataclass
from enum import StrEnum


class SectionKind(StrEnum):
    """The sections an interview can have, in the order they are led."""

    INTRO = "intro"
    TECHNICAL = "technical"
    CODING = "coding"
    """Thinking aloud while writing: silences of a minute and more are work."""
    SYSTEM_DESIGN = "system_design"
    BEHAVIORAL = "behavioral"
    CANDIDATE_QUESTIONS = "candidate_questions"
    WRAP_UP = "wrap_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPatience:
    """How long a section waits before it takes the floor. All silences in seconds."""

    min_silence_s: float
    """After audio that clearly ends a turn."""
    max_silence_s: float
    """After audio that does not: a thinking candidate is never cut off before this."""
    offer_after_s: float
    """One gentle offer after this much silence; then it waits again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPoint:
    """One thing a good answer says. Never spoken, never shown to a candidate."""

    id: str
    text: str
    """A full sentence, as an expert would say it."""
    keywords: tuple[str, ...] = ()
    """Lexical evidence: any of these words or phrases, in any inflection."""
    criterion: str = ""
    """The rubric criterion this point is evidence for; empty = the question's own criteria."""
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A follow-up wording that asks for what is missing without hinting at it."""

    text: str
    for_point: str = ""
    """The expected point it may open up; empty = a general probe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    id: str
    text: str
    rephrased: str
    """The same question in other words: spoken when the candidate asks for it."""
    tier: int
    """Difficulty 1 (basic) to 3 (hard)."""
    core: bool
    """Core questions are asked of every candidate; others by the adaptive rule, the same for everyone."""
    criteria: tuple[str, ...]
    """Rubric criteria this question gives evidence for; empty in intro, candidate_questions and wrap_up."""
    expected: tuple[ExpectedPoint, ...]
    probes: tuple[Probe, ...]
    max_follow_ups: int
    closed: bool = False
    """A short answer is complete here ("About four years")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    kind: SectionKind
    title: str
    minutes: float
    """Time box."""
    bridge: str
    """Spoken when the section begins."""
    questions: tuple[Question, ...]
    patience: TurnPatience


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    level: int
    """1 to 5."""
    anchor: str
    """What an answer at this level says or does, observable in a transcript."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    id: str
    title: str
    description: str
    weight: float
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeItem:
    """One thing the interviewer may tell a candidate who asks."""

    id: str
    topic: str
    questions: tuple[str, ...]
    """Ways candidates ask about it."""
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePack:
    id: str
    version: str
    """Of the pack's content, by its author."""
    title: str
    summary: str
    language: str
    opening: str
    """Spoken after the AI disclosure, which is not part of a pack and cannot be removed."""
    closing: str
    sections: tuple[Section, ...]
    rubric: tuple[Criterion, ...]
    knowledge: tuple[KnowledgeItem, ...]
    vocabulary: tuple[str, ...]
    """Words speech-to-text should expect: Kubernetes, GraphQL …"""
    sha256: str
    """Of the YAML it was read from: pinned into every session and report."""

    @property
    def minutes(self) -> float:
        return sum(section.minutes for section in self.sections)

    def section(self, kind: SectionKind) -> Section:
        return next(section for section in self.sections if section.kind is kind)

    def question(self, question_id: str) -> Question:
        """Return the question; raise `KeyError` when this pack has none by that id."""
        for section in self.sections:
            for question in section.questions:
                if question.id == question_id:
                    return question
        raise KeyError(question_id)

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion; raise `KeyError` when the rubric has none by that id."""
        for criterion in self.rubric:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)
