"""The coach's brain: leads as the brain it is built on does, and adds at most one measured remark after an answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vivavoce.domain.practice import AnswerFacts, Remark
from vivavoce.domain.role_pack import Question, SectionKind
from vivavoce.domain.transcript import Turn, Word
from vivavoce.interview.acts import Act
from vivavoce.interview.brain.port import Brain
from vivavoce.interview.coaching.facts import measure
from vivavoce.interview.coaching.remarks import Before, remark_on
from vivavoce.interview.coaching.wording import COACH_LINES, OFFER_TO_LISTEN
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.remark_calls import remark_use, remarks, replay_use
from vivavoce.interview.speech_text import normalise

MEASURED_IN = frozenset({SectionKind.INTRO, SectionKind.TECHNICAL, SectionKind.SYSTEM_DESIGN, SectionKind.BEHAVIORAL})
"""Sections whose answers are measured; what is said in the others is no answer to a question of an interview."""
_ANSWERS = frozenset({Act.ANSWER, Act.SHORT, Act.OFF_TOPIC, Act.CORRECTION, Act.DONE})
_LISTEN_BACK = re.compile(
    r"^(?:(?:yes|yeah|sure|okay|ok|please|and|so|well|oh) )*"
    r"(?:(?:let us|lets|let's|can (?:we|i|you)|could (?:we|i|you)|may i|i (?:would|want|d) (?:like )?to|please)\s+)*"
    r"(?:(?:listen to|hear|play(?: back)?|replay) (?:that|it|this|the moment|that moment|my answer|myself)(?: again| back)?)"
    r"(?: please| now| then)?$"
)


@dataclass(frozen=True, slots=True)
class CoachingBrain:
    """Any brain, with remarks. Keeps no state: what was said before is in the session's."""

    leads: Brain

    @property
    def name(self) -> str:
        return f"{self.leads.name}+facts-v1"

    async def read(self, turn: Turn, scene: Scene) -> Reading:
        if wants_to_listen(turn.text) and _last_moment(scene) is not None:
            return Reading(act=Act.LISTEN_BACK, question_id=scene.state.question_id, acts=(Act.LISTEN_BACK,))
        return await self.leads.read(turn, scene)

    async def choose(self, reading: Reading, scene: Scene) -> Choice:
        if reading.act is Act.LISTEN_BACK:
            return _replayed(scene)
        choice = await self.leads.choose(reading, scene)
        if choice.move is not Move.MOVE_ON or reading.act not in _ANSWERS or scene.question is None:
            return choice
        remark = _remark(scene, scene.question)
        return choice if remark is None else _with_remark(choice, remark, scene)

    def upcoming(self, scene: Scene) -> Sequence[str]:
        return self.leads.upcoming(scene)

    def silence(self, scene: Scene, *, silent_s: float, patience_s: float) -> Choice:
        return self.leads.silence(scene, silent_s=silent_s, patience_s=patience_s)

    def opening(self, scene: Scene) -> Choice:
        return self.leads.opening(scene)

    def welcome_back(self, scene: Scene) -> Choice:
        return self.leads.welcome_back(scene)


def wants_to_listen(text: str) -> bool:
    """Return whether these words ask to hear a moment again ("let's listen to that")."""
    return _LISTEN_BACK.match(normalise(text)) is not None


def facts_of(turns: Sequence[Turn], section: str) -> AnswerFacts:
    """Return the facts of the answer given in these turns of a section."""
    return measure(turns, asks_for_story=section == SectionKind.BEHAVIORAL)


def _remark(scene: Scene, question: Question) -> Remark | None:
    state = scene.state
    answered = state.of_question(question.id)
    if scene.section.kind not in MEASURED_IN or question.closed or not answered.turns:
        return None
    made = remarks(state.tool_calls)
    last = made[-1][1] if made else None
    before = Before(
        facts=_facts_before(scene, question), last=last.fact if last else None, praised=bool(last and last.praise)
    )
    runs: list[Sequence[Word]] = [turn.words for turn in answered.turns if turn.words]
    return remark_on(facts_of(answered.turns, answered.section), runs, before)


def _facts_before(scene: Scene, question: Question) -> AnswerFacts | None:
    """Return the facts of the answer before this one."""
    given = [one for key, one in scene.state.questions.items() if key != question.id and one.turns]
    last = max(given, key=lambda one: one.turns[-1].end_s, default=None)
    return facts_of(last.turns, last.section) if last else None


def _with_remark(choice: Choice, remark: Remark, scene: Scene) -> Choice:
    offer = remark.moment is not None and not any(one.moment for _, one in remarks(scene.state.tool_calls))
    said = (remark.text, OFFER_TO_LISTEN) if offer else (remark.text,)
    rest = choice.parts[1:] if choice.parts and choice.parts[0] in COACH_LINES.acknowledgements else choice.parts
    return replace(choice, parts=(*said, *rest), needs_exact=True, tools=(*choice.tools, remark_use(remark)))


def _last_moment(scene: Scene) -> Remark | None:
    return next((one for _, one in reversed(remarks(scene.state.tool_calls)) if one.moment), None)


def _replayed(scene: Scene) -> Choice:
    remark = _last_moment(scene)
    if remark is None or Move.HOLD not in scene.legal:
        return Choice(move=Move.LISTEN, parts=())
    return Choice(move=Move.HOLD, parts=(COACH_LINES.listen,), needs_exact=False, tools=(replay_use(remark),))
