"""The plan brain: deterministic, no language model, always there when every vendor is down."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.domain.role_pack import Question, SectionKind
from vivavoce.domain.session import EndReason
from vivavoce.domain.transcript import Turn
from vivavoce.interview.acts import Act
from vivavoce.interview.brain.follow_ups import GENERAL, FollowUps, likely_probes
from vivavoce.interview.brain.port import JudgesCoverage
from vivavoce.interview.brain.reading import PlanReader
from vivavoce.interview.brain.relevance import FollowUpFit
from vivavoce.interview.brain.responses import Responses, say
from vivavoce.interview.company_knowledge import CompanyKnowledge
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.interview.personas.persona import Persona
from vivavoce.interview.speech_text import normalise
from vivavoce.interview.wording import LINES, Lines

_LONG_DRAFT_WORDS = 14
"""A draft this long that leaves nothing open leads to the same words whatever its last ones are."""
_SILENT_QUESTIONS = 2
_WAITS_AFTER_OFFER = 2
"""So many times the section's patience after the offer; then the interview goes on without an answer."""
_MOST_CANDIDATE_QUESTIONS = 8

_GO_ON = frozenset({Act.YES, Act.RESUME, Act.REPEAT})
_STOP = frozenset({Act.NO, Act.LEAVE, Act.WANTS_HUMAN, Act.DONE})
_NO_MORE_QUESTIONS = frozenset({Act.NO, Act.DONE, Act.SKIP, Act.DOES_NOT_KNOW})


class PlanBrain:
    """Leads from the pack alone: judges coverage, probes what is missing, answers what people ask an interviewer."""

    def __init__(
        self, *, judge: JudgesCoverage, embedder: Embedder, persona: Persona = INTERVIEWER, lines: Lines = LINES
    ) -> None:
        self._reader = PlanReader(judge)
        self._knowledge = CompanyKnowledge(embedder)
        self._lines = lines
        self._responses = Responses(persona, lines)
        self._follow_ups = FollowUps(FollowUpFit(embedder), lines)
        self._requests: dict[Act, Callable[[Reading, Scene], Choice]] = {
            Act.REPEAT: lambda _, scene: self._responses.again(scene, Move.REPEAT, self._lines.once_more),
            Act.REPHRASE: lambda _, scene: self._responses.rephrase(scene),
            Act.SLOWER: lambda _, scene: self._responses.again(scene, Move.REPEAT, self._lines.slower),
            Act.WANTS_FLOOR: lambda _, scene: say(Move.HOLD, self._lines.go_ahead),
            Act.CHECK: lambda _, scene: self._responses.again(scene, Move.REPEAT, self._lines.hear_you),
            Act.ASKS_AI: lambda _, scene: self._responses.again(
                scene, Move.DISCLOSE, persona.about_itself, self._lines.back_to
            ),
            Act.ASKS_RESULT: lambda _, scene: self._responses.again(
                scene, Move.NO_COMMENT, self._lines.no_comment, self._lines.back_to
            ),
            Act.WANTS_HUMAN: lambda _, scene: self._responses.hand_over(),
            Act.LEAVE: lambda _, scene: say(Move.CONFIRM_LEAVE, self._lines.confirm_leave),
            Act.PAUSE: lambda _, scene: say(Move.PAUSE, self._lines.paused),
            Act.ABUSE: lambda _, scene: self._responses.abuse(scene),
            Act.CORRECTION: self._responses.correction,
            Act.INAUDIBLE: lambda _, scene: say(Move.ASK_AGAIN, self._lines.not_caught),
            Act.CLARIFY: lambda _, scene: self._responses.your_way(scene),
            Act.SKIP: lambda _, scene: self._responses.move_on(scene, "skipped", lead=self._lines.go_on),
            Act.DOES_NOT_KNOW: lambda _, scene: self._responses.move_on(scene, "does_not_know"),
            Act.DONE: lambda _, scene: self._responses.move_on(
                scene, "follow_ups_used" if scene.state.open_question.answers else "does_not_know"
            ),
            Act.CONTINUATION: lambda _, scene: self._responses.again(scene, Move.REPEAT),
        }

    @property
    def name(self) -> str:
        return "plan-v1"

    async def read(self, turn: Turn, scene: Scene) -> Reading:
        return await self._reader.read(turn, scene)

    async def choose(self, reading: Reading, scene: Scene) -> Choice:
        if scene.state.ended or scene.state.ends:
            return say(Move.LISTEN)
        awaited = self._awaited(reading, scene)
        if awaited is not None:
            return awaited
        if scene.state.paused:
            return self._while_paused(reading, scene)
        if scene.section.kind is SectionKind.CANDIDATE_QUESTIONS:
            asked = await self._candidate_questions(reading, scene)
            if asked is not None:
                return asked
        if reading.act is Act.QUESTION or (reading.act is Act.CLARIFY and reading.about_us):
            answered = await self._answer_back(reading, scene)
            if answered is not None:
                return answered
        request = self._requests.get(reading.act)
        if request is not None:
            return request(reading, scene)
        if reading.act in (Act.NOTHING, Act.FILLER, Act.HOLD, Act.RESUME) or scene.question is None:
            return say(Move.LISTEN)
        return await self._follow(reading, scene, scene.question)

    def upcoming(self, scene: Scene) -> Sequence[str]:
        if scene.state.paused or scene.state.ends:
            return ()
        ahead = self._responses.move_on(scene, "").parts
        asked = scene.question
        own = () if asked is None else (*likely_probes(asked, scene.state), asked.rephrased, asked.text)
        return tuple(dict.fromkeys((*ahead, *own)))

    def silence(self, scene: Scene, *, silent_s: float, patience_s: float) -> Choice:
        state = scene.state
        if state.paused or state.ends or scene.question is None:
            return say(Move.LISTEN)
        if state.offers == 0:
            return say(Move.OFFER, self._lines.offer)
        if silent_s < _WAITS_AFTER_OFFER * patience_s:
            return say(Move.LISTEN)
        ending = scene.section.kind in (SectionKind.CANDIDATE_QUESTIONS, SectionKind.WRAP_UP)
        if not ending and state.silent_questions + 1 >= _SILENT_QUESTIONS:
            return say(Move.CLOSE, self._lines.silence_close, ends=EndReason.NO_ANSWER, close_reason="silence")
        return self._responses.move_on(scene, "silence", lead=self._lines.silence_go_on)

    def _while_paused(self, reading: Reading, scene: Scene) -> Choice:
        if Act.RESUME in reading.acts:
            return self._responses.again(
                scene, Move.RESUME, self._lines.acknowledgement(scene.state.moves), self._lines.back_to
            )
        if reading.act in (Act.WANTS_HUMAN, Act.LEAVE):
            return self._requests[reading.act](reading, scene)
        return say(Move.LISTEN)

    def _awaited(self, reading: Reading, scene: Scene) -> Choice | None:
        """Take the answer to "shall we go on?", "would you like to end?", "go ahead with your correction"."""
        said = set(reading.acts)
        if reading.awaiting == Move.HAND_TO_HUMAN:
            if said & _STOP and not said & {Act.YES, Act.RESUME}:
                return say(Move.CLOSE, self._lines.human_close, ends=EndReason.HUMAN_REQUESTED)
            return self._responses.back(scene) if said & _GO_ON else None
        if reading.awaiting == Move.CONFIRM_LEAVE:
            if said & {Act.YES, Act.LEAVE}:
                return say(Move.CLOSE, self._lines.left_close, ends=EndReason.CANDIDATE_LEFT)
            return self._responses.back(scene) if said & {Act.NO, Act.RESUME} else None
        if reading.awaiting == Move.RECEIVE and reading.act is Act.CORRECTION:
            return self._responses.again(scene, Move.REPEAT, self._lines.corrected, self._lines.back_to)
        return None

    def opening(self, scene: Scene) -> Choice:
        return self._responses.opening(scene)

    def welcome_back(self, scene: Scene) -> Choice:
        return self._responses.welcome_back(scene)

    async def _candidate_questions(self, reading: Reading, scene: Scene) -> Choice | None:
        if reading.act in _NO_MORE_QUESTIONS:
            return self._responses.move_on(scene, "covered" if scene.state.candidate_questions else "skipped")
        if reading.act in (Act.FILLER, Act.YES, Act.HOLD, Act.NOTHING):
            return say(Move.LISTEN)
        if reading.act not in (Act.QUESTION, Act.CLARIFY, Act.ANSWER, Act.SHORT, Act.OFF_TOPIC):
            return None
        asked = reading.question or reading.substance
        item = await self._knowledge.find(scene.pack, asked) if asked else None
        if item is None and reading.act not in (Act.QUESTION, Act.CLARIFY):
            return self._no_question(reading, scene)
        told = (item.answer,) if item else (self._lines.not_known,)
        unanswered = "" if item else asked
        if scene.state.candidate_questions + 1 >= _MOST_CANDIDATE_QUESTIONS or not scene.in_time:
            ahead = self._responses.move_on(scene, "time")
            return replace(ahead, parts=(*told, *ahead.parts[1:]), unanswered=unanswered)
        more = self._lines.anything_else[scene.state.moves % len(self._lines.anything_else)]
        return say(Move.ANSWER, *told, more, unanswered=unanswered)

    def _no_question(self, reading: Reading, scene: Scene) -> Choice:
        if Act.NO in reading.acts:  # "No, thank you, you told me everything."
            return self._responses.move_on(scene, "covered" if scene.state.candidate_questions else "skipped")
        if scene.state.open_question.redirected or Move.REDIRECT not in scene.legal:
            return self._responses.move_on(scene, "covered")
        return say(Move.REDIRECT, self._lines.acknowledgement(scene.state.moves), self._lines.your_question)

    async def _answer_back(self, reading: Reading, scene: Scene) -> Choice | None:
        """Answer a question about the role in between; None when the "question" is part of an answer."""
        item = await self._knowledge.find(scene.pack, reading.question)
        if item is not None:
            return self._responses.told(scene, item.answer)
        return self._responses.not_known(scene, reading.question) if reading.about_us else None

    async def _follow(self, reading: Reading, scene: Scene, question: Question) -> Choice:
        """Probe what an answer left open, redirect it, or go on."""
        if reading.act is Act.OFF_TOPIC:
            if Move.REDIRECT in scene.legal:
                return say(Move.REDIRECT, self._lines.redirect, question.rephrased)
            return self._responses.move_on(scene, "follow_ups_used")
        long_enough = reading.act is Act.ANSWER and len(normalise(reading.substance).split()) >= _LONG_DRAFT_WORDS
        if not question.closed and Move.PROBE in scene.legal:
            follow_up = await self._follow_ups.choose(reading, scene, question)
            if follow_up is not None:
                settled = long_enough and follow_up.probe == GENERAL and _is_covered(question, scene)
                return replace(self._responses.probe(follow_up, scene), needs_exact=not settled)
        reason = _why_it_ends(question, scene)
        return replace(self._responses.move_on(scene, reason), needs_exact=not long_enough)


def _is_covered(question: Question, scene: Scene) -> bool:
    return all(point.id in scene.state.open_question.covered for point in question.expected)


def _why_it_ends(question: Question, scene: Scene) -> str:
    asked = scene.state.open_question
    if question.closed or _is_covered(question, scene):
        return "covered"
    return "follow_ups_used" if scene.in_time or asked.follow_ups >= question.max_follow_ups else "time"
