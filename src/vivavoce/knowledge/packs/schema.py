"""The pack format: what a YAML file may hold, as typed models and as JSON Schema for editors."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from vivavoce.domain.role_pack import SectionKind, TurnPatience

FORMAT = 1

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,47}$")]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Spoken = Annotated[str, Field(min_length=8, max_length=600)]
Sentence = Annotated[str, Field(min_length=12, max_length=600)]

DEFAULT_PATIENCE = {
    SectionKind.INTRO: TurnPatience(min_silence_s=0.32, max_silence_s=2.4, offer_after_s=8.0),
    SectionKind.TECHNICAL: TurnPatience(min_silence_s=0.32, max_silence_s=3.2, offer_after_s=10.0),
    SectionKind.CODING: TurnPatience(min_silence_s=1.5, max_silence_s=90.0, offer_after_s=90.0),
    SectionKind.SYSTEM_DESIGN: TurnPatience(min_silence_s=0.4, max_silence_s=4.0, offer_after_s=15.0),
    SectionKind.BEHAVIORAL: TurnPatience(min_silence_s=0.32, max_silence_s=3.2, offer_after_s=12.0),
    SectionKind.CANDIDATE_QUESTIONS: TurnPatience(min_silence_s=0.32, max_silence_s=2.4, offer_after_s=8.0),
    SectionKind.WRAP_UP: TurnPatience(min_silence_s=0.32, max_silence_s=2.0, offer_after_s=8.0),
}
"""Small talk is quick; a candidate who designs a system thinks in long silences, one who writes code in longer ones: there only
words that are surely complete end a turn before 90 s. The shortest silences decide how soon the interviewer is heard,
the longest whom it cuts off; `bench/turns.py` measures both."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)


class PatienceModel(_Model):
    """Silences in seconds; what is left out is the pack's, then the section kind's default."""

    min_silence_s: float | None = Field(default=None, ge=0.2, le=5, description="After audio that clearly ends a turn.")
    max_silence_s: float | None = Field(default=None, ge=0.5, le=90, description="After audio that does not.")
    offer_after_s: float | None = Field(default=None, ge=4, le=120, description="One gentle offer after this silence.")


class PointModel(_Model):
    """One thing a good answer says. Never spoken, never shown to a candidate."""

    id: Slug
    text: Sentence = Field(description="A full sentence, as an expert would say it.")
    keywords: list[Line] = Field(
        default=[], max_length=16, description="Words or phrases, any one is lexical evidence."
    )
    criterion: str = Field(default="", description="Rubric criterion; left out: all of the question's criteria.")
    weight: float = Field(default=1.0, gt=0, le=5)


class ProbeModel(_Model):
    """A follow-up that asks for what is missing without hinting at it."""

    text: Spoken
    for_point: str = Field(default="", alias="for", description="Expected point it may open up; left out: any.")


class QuestionModel(_Model):
    id: Slug
    text: Spoken = Field(description="One question, speakable in twelve seconds.")
    rephrased: Spoken = Field(description="The same question in other words, for a candidate who asks.")
    tier: int = Field(default=1, ge=1, le=3, description="Difficulty: 1 basic, 2 solid, 3 hard.")
    core: bool = Field(default=True, description="Asked of every candidate.")
    closed: bool = Field(default=False, description="A short answer is complete here.")
    criteria: list[str] = Field(default=[], max_length=6)
    expected: list[PointModel] = Field(default=[], max_length=10)
    probes: list[ProbeModel] = Field(default=[], max_length=12)
    max_follow_ups: int | None = Field(
        default=None, ge=0, le=4, description="Left out: 2, or as many as there are probes."
    )


class SectionModel(_Model):
    kind: Literal["intro", "technical", "coding", "system_design", "behavioral", "candidate_questions", "wrap_up"]
    title: Line
    minutes: float = Field(gt=0, le=60, description="Time box.")
    bridge: Spoken = Field(description="Spoken when the section begins.")
    patience: PatienceModel | None = None
    questions: list[QuestionModel] = Field(min_length=1, max_length=20)


class LevelsModel(_Model):
    """Five anchors: what an answer at each level says or does, observable in a transcript."""

    level_1: Sentence = Field(alias="1")
    level_2: Sentence = Field(alias="2")
    level_3: Sentence = Field(alias="3")
    level_4: Sentence = Field(alias="4")
    level_5: Sentence = Field(alias="5")

    def anchors(self) -> tuple[str, ...]:
        return (self.level_1, self.level_2, self.level_3, self.level_4, self.level_5)


class CriterionModel(_Model):
    id: Slug
    title: Line
    description: Sentence
    weight: float = Field(default=1.0, gt=0, le=10)
    levels: LevelsModel


class KnowledgeModel(_Model):
    """One thing the interviewer may tell a candidate who asks."""

    id: Slug
    topic: Line
    questions: list[Line] = Field(min_length=1, max_length=12, description="Ways candidates ask about it.")
    answer: Spoken


class PackModel(_Model):
    """A role pack for Viva Voce: what an interview for one role asks, expects, knows and scores."""

    format: Literal[1] = Field(description="Version of this format.")
    id: Slug
    version: Line = Field(description="Of the content, by its author; in quotes.")
    title: Line
    summary: Sentence
    language: Annotated[str, Field(pattern=r"^en(-[A-Z]{2})?$")] = "en"
    opening: Spoken = Field(description="Spoken after the AI disclosure, which is not part of a pack.")
    closing: Spoken
    patience: PatienceModel | None = None
    vocabulary: list[Line] = Field(default=[], max_length=120, description="Words speech-to-text should expect.")
    rubric: list[CriterionModel] = Field(min_length=1, max_length=12)
    sections: list[SectionModel] = Field(min_length=1, max_length=7)
    knowledge: list[KnowledgeModel] = Field(default=[], max_length=60)


def pack_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of the format, for editors; `role-pack.schema.json` is this, committed."""
    schema = PackModel.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "role-pack.schema.json",
        **schema,
        "title": "Viva Voce role pack",
    }
