"""Language models of good and bad character, for the language-model brain."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support.coverage import KeywordJudge
from tests.support.interviews import STARTED_AT, Stage
from tests.support.packs import a_pack
from tests.support.scripted_engine import Says
from tests.support.temperaments import Temperament, strong
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.domain.role_pack import Question, RolePack, SectionKind
from vivavoce.domain.session import Accommodations, EndReason
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.interview.brain.model import ModelBrain
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.brain.port import Brain
from vivavoce.interview.conductor import Conductor, Reading, Scene
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.interview.personas.persona import Persona
from vivavoce.interview.state import InterviewState, QuestionState, apply
from vivavoce.providers.scripted.embeddings import ScriptedEmbedder

type Document = dict[str, Any]


def says(move: str, text: str = "", about: str = "", *calls: Document) -> str:
    """Write a decision as a model would."""
    return json.dumps({"move": move, "about": about, "say": text, "tools": calls})


def calls(tool: str, **arguments: str) -> str:
    """Write a decision that is one tool call."""
    return says("", "", "", a_call(tool, **arguments))


def a_call(tool: str, **arguments: str) -> Document:
    return {"tool": tool, "arguments": arguments}


@dataclass(slots=True)
class RuledLanguageModel:
    """Decides by a rule over the prompt's document; `first_piece_s` passes first, `between_s` between its words."""

    rule: Callable[[Document], str]
    first_piece_s: float = 0.2
    between_s: float = 0.0
    dead: bool = False
    documents: list[Document] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    open_streams: int = 0
    finished: int = 0

    @property
    def name(self) -> str:
        return "ruled"

    async def complete(self, *, instructions: str, prompt: str, max_tokens: int) -> AsyncGenerator[str]:
        self.prompts.append(f"{instructions}\n{prompt}")
        self.documents.append(json.loads(prompt))
        self.open_streams += 1
        try:
            await asyncio.sleep(self.first_piece_s)
            if self.dead:
                raise ProviderError(self.name, "it is dead")
            for word in self.rule(self.documents[-1]).split(" "):
                yield f"{word} "
                await asyncio.sleep(self.between_s)
            self.finished += 1
        finally:
            self.open_streams -= 1


def a_model_brain(
    model: RuledLanguageModel,
    *,
    deadline_s: float = 1.2,
    persona: Persona = INTERVIEWER,
    embedder: Embedder | None = None,
) -> ModelBrain:
    """Make the brain; another embedder is used by the model's checks and lookups only, never by the plan."""
    plan = PlanBrain(judge=KeywordJudge(), embedder=ScriptedEmbedder())
    return ModelBrain(
        plan=plan,
        language_model=model,
        embedder=embedder or ScriptedEmbedder(),
        persona=persona,
        deadline_s=deadline_s,
    )


async def a_reading(brain: Brain, text: str, *, pack: RolePack | None = None) -> tuple[Reading, Scene]:
    """Let a brain read an answer to the first technical question; the scene returned counts it."""
    pack = pack or a_pack()
    question = pack.section(SectionKind.TECHNICAL).questions[0]
    state = InterviewState(
        started=True,
        opened=True,
        section="technical",
        question_id=question.id,
        questions={question.id: QuestionState(asked_at_s=0.0, section="technical")},
    )
    conductor = Conductor(pack)
    scene = conductor.scene(state, now_s=1.0)
    turn = Turn(id="turn_1", speaker=Speaker.CANDIDATE, text=text, start_s=0.0, end_s=1.0)
    reading = await brain.read(turn, scene)
    for event in conductor.turn_events(turn, reading, scene, at=STARTED_AT, at_s=1.0):
        state = apply(state, event)
    return reading, conductor.scene(state, now_s=1.0)


def always(*decisions: str) -> Callable[[Document], str]:
    """Decide the same again and again, whatever the prompt."""
    return lambda _: decisions[0]


def only_at(question: str, decision: str) -> Callable[[Document], str]:
    """Decide this when one question was first answered, and nothing that makes sense otherwise."""
    return lambda document: decision if document["question"] == question and not document["asked_already"] else "{}"


def sensible(document: Document) -> str:
    """Be the model one hopes for."""
    if "answer_candidate" in document.get("tools", {}):
        fact = next((key for key in document["facts"] if key in document["candidate"]["asks"].lower()), "unknown")
        return calls("answer_candidate", fact=fact, words=document["facts"].get(fact, ""))
    if "rephrase" in document["moves"]:
        return says("rephrase", f"Put simply: {document['question'][0].lower()}{document['question'][1:]}")
    if "move_on" in document["moves"]:
        return says("move_on")
    last = document["candidate"]["now"].split()[-1].strip(".")
    return says("probe", f"You mentioned the {last}. What did you do about the {last} in your work?", about="own_words")


def at(question_id: str, *texts: str) -> Callable[[Question, int], Says | None]:
    """Say these things, one a turn, to one question; be strong otherwise."""

    def rule(question: Question, times: int) -> Says | None:
        if question.id == question_id and times < len(texts):
            return Says(text=texts[times])
        return strong(question, times)

    return rule


async def played(
    rule: Callable[[Question, int], Says | None],
    brain: ModelBrain | None,
    *,
    pack: RolePack | None = None,
    accommodations: Accommodations | None = None,
) -> tuple[EndReason, Stage]:
    """Hold an interview to its end; no brain: the plan brain leads it."""
    stage = Stage(brain=brain, pack=pack, accommodations=accommodations)
    await stage.invite()
    await stage.connect(Temperament(stage.pack, rule))
    reason = await stage.finished()
    await stage.host.aclose()
    return reason, stage


def heard(stage: Stage) -> list[str]:
    """Return what was said by both, in order."""
    return [f"{line.speaker}: {line.text}" for line in stage.engine.heard]


def reply_to(stage: Stage, text: str) -> str:
    """Return what the interviewer said next after the candidate said this."""
    place = next(number for number, line in enumerate(stage.engine.heard) if line.text == text)
    return next(line.text for line in stage.engine.heard[place + 1 :] if line.speaker == "interviewer")
