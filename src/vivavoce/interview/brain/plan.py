"""The plan brain: deterministic, no language model, always there when every vendor is down."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.domain.role_pack import Question, SectionKind
from vivavoce.domain.session import EndReason
from vivavoce.domain.transcript import Mark, Turn
from vivavoce.interview.acts import Act
from vivavoce.interview.brain.follow_ups import FollowUp, follow_ups, likely_probes
from vivavoce.interview.brain.port import JudgesCoverage
from vivavoce.interview.company_knowledge import CompanyKnowledge
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.interview.personas.persona import Persona
from vivavoce.interview.speech_text import content_words, normalise
from vivavoce.interview.state import InterviewState
from vivavoce.interview.understanding import understand
from vivavoce.interview.wording import LINES, Lines

_OFF_TOPIC_RELEVANCE = 0.15
_OFF_TOPIC_WORDS = 6
_SHORT_WORDS = 2
"""An open question answered in so few content words gets a request for more."""
_LONG_DRAFT_WORDS = 14
"""A draft this long whose follow-ups are used up leads to the next question whatever its last words are."""
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
        self._judge = judge
        self._knowledge = CompanyKnowledge(embedder)
        self._persona = persona
        self._lines = lines
        self._requests: dict[Act, Callable[[Reading, Scene], Choice]] = {
            Act.REPEAT: lambda _, scene: self._again(scene, Move.REPEAT, self._lines.once_more),
            Act.REPHRASE: lambda _, scene: self._rephrase(scene),
            Act.SLOWER: lambda _, scene: self._again(scene, Move.REPEAT, self._lines.slower),
            Act.CHECK: lambda _, scene: self._again(scene, Move.REPEAT, self._lines.hear_you),
            Act.ASKS_AI: lambda _, scene: self._again(
                scene, Move.DISCLOSE, self._persona.about_itself, self._lines.back_to
            ),
            Act.ASKS_RESULT: lambda _, scene: self._again(
                scene, Move.NO_COMMENT, self._lines.no_comment, self._lines.back_to
            ),
            Act.WANTS_HUMAN: lambda _, scene: _say(Move.HAND_TO_HUMAN, self._lines.human),
            Act.LEAVE: lambda _, scene: _say(Move.CONFIRM_LEAVE, self._lines.confirm_leave),
            Act.PAUSE: lambda _, scene: _say(Move.PAUSE, self._lines.paused),
            Act.ABUSE: lambda _, scene: self._abuse(scene),
            Act.CORRECTION: self._correction,
            Act.INAUDIBLE: lambda _, scene: _say(Move.ASK_AGAIN, self._lines.not_caught),
            Act.CLARIFY: lambda _, scene: self._your_way(scene),
            Act.SKIP: lambda _, scene: self._move_on(scene, "skipped", lead=self._lines.go_on),
            Act.DOES_NOT_KNOW: lambda _, scene: self._move_on(scene, "does_not_know"),
            Act.DONE: lambda _, scene: self._move_on(
                scene, "follow_ups_used" if scene.state.open_question.answers else "does_not_know"
            ),
            Act.CONTINUATION: lambda _, scene: self._again(scene, Move.REPEAT),
        }

    @property
    def name(self) -> str:
        return "plan-v1"

    async def read(self, turn: Turn, scene: Scene) -> Reading:
        state = scene.state
        understood = understand(turn.text, inaudible=Mark.INAUDIBLE in turn.marks)
        reading = Reading(
            act=understood.act,
            question_id=state.question_id,
            substance=understood.substance,
            question=understood.question,
            about_us=understood.about_us,
            complete=understood.complete,
            acts=understood.acts,
            awaiting=state.awaiting,
            flags=understood.flags,
        )
        reading = _yes_or_no(reading, scene, turn.text)
        earlier = self._earlier_question(reading, state)
        if earlier is not None:
            reading = replace(reading, question_id=earlier)
            if understood.act is Act.ANSWER:
                reading = replace(reading, act=Act.CORRECTION if state.awaiting else Act.CONTINUATION)
        if not reading.question_id:
            return reading
        return await self._judged(reading, scene)

    async def choose(self, reading: Reading, scene: Scene) -> Choice:
        if scene.state.ended or scene.state.ends:
            return _say(Move.LISTEN)
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
            return _say(Move.LISTEN)
        return self._follow(reading, scene, scene.question)

    def upcoming(self, scene: Scene) -> Sequence[str]:
        if scene.state.paused or scene.state.ends:
            return ()
        ahead = self._move_on(scene, "").parts
        asked = scene.question
        own = () if asked is None else (*likely_probes(asked, scene.state), asked.rephrased, asked.text)
        return tuple(dict.fromkeys((*ahead, *own)))

    def silence(self, scene: Scene, *, silent_s: float, patience_s: float) -> Choice:
        state = scene.state
        if state.paused or state.ends or scene.question is None:
            return _say(Move.LISTEN)
        if state.offers == 0:
            return _say(Move.OFFER, self._lines.offer)
        if silent_s < _WAITS_AFTER_OFFER * patience_s:
            return _say(Move.LISTEN)
        ending = scene.section.kind in (SectionKind.CANDIDATE_QUESTIONS, SectionKind.WRAP_UP)
        if not ending and state.silent_questions + 1 >= _SILENT_QUESTIONS:
            return _say(Move.CLOSE, self._lines.silence_close, ends=EndReason.NO_ANSWER, close_reason="silence")
        return self._move_on(scene, "silence", lead=self._lines.silence_go_on)

    def opening(self, scene: Scene) -> Choice:
        section = scene.section if scene.state.section else scene.next.section
        asked = scene.question if scene.state.section else scene.next.question
        parts = (self._persona.disclosure, scene.pack.opening, section.bridge, asked.text if asked else "")
        return _say(Move.OPEN, *parts, interruptible=False)

    def welcome_back(self, scene: Scene) -> Choice:
        kept = (self._lines.kept,) if scene.state.open_question.answers else ()
        return self._again(scene, Move.RESUME, self._lines.welcome_back, self._lines.back_to, after=kept)

    async def _judged(self, reading: Reading, scene: Scene) -> Reading:
        """Add what the words cover, and with it whether they are about the question at all."""
        question = scene.pack.question(reading.question_id)
        words = content_words(reading.substance)
        if not words or (reading.act is Act.QUESTION and reading.about_us):
            return reading
        found = await self._judge.judge(question, reading.substance)
        known = scene.state.of_question(question.id).covered
        covered = tuple(point for point in found.covered if point not in known)
        reading = replace(reading, covered=covered, relevance=found.relevance)
        if reading.act is not Act.ANSWER or question.closed or not question.expected or covered:
            return reading
        if len(words) <= _SHORT_WORDS:
            return replace(reading, act=Act.SHORT)
        if len(words) >= _OFF_TOPIC_WORDS and found.relevance < _OFF_TOPIC_RELEVANCE:
            return replace(reading, act=Act.OFF_TOPIC)
        return reading

    @staticmethod
    def _earlier_question(reading: Reading, state: InterviewState) -> str | None:
        """Return the question before, when these words belong to it."""
        if not state.last_closed:
            return None
        if state.awaiting == Move.RECEIVE or (reading.act is Act.CORRECTION and reading.complete):
            return state.last_closed
        # The new question was talked over before it could be heard: this is still the answer before.
        return state.last_closed if not state.question_heard and reading.act is Act.ANSWER else None

    def _while_paused(self, reading: Reading, scene: Scene) -> Choice:
        if Act.RESUME in reading.acts:
            return self._again(scene, Move.RESUME, self._lines.acknowledgement(scene.state.moves), self._lines.back_to)
        if reading.act in (Act.WANTS_HUMAN, Act.LEAVE):
            return self._requests[reading.act](reading, scene)
        return _say(Move.LISTEN)

    def _awaited(self, reading: Reading, scene: Scene) -> Choice | None:
        """Take the answer to "shall we go on?", "would you like to end?", "go ahead with your correction"."""
        said = set(reading.acts)
        if reading.awaiting == Move.HAND_TO_HUMAN:
            if said & _STOP and Act.YES not in said:
                return _say(Move.CLOSE, self._lines.human_close, ends=EndReason.HUMAN_REQUESTED)
            return self._back(scene) if said & _GO_ON else None
        if reading.awaiting == Move.CONFIRM_LEAVE:
            if said & {Act.YES, Act.LEAVE}:
                return _say(Move.CLOSE, self._lines.left_close, ends=EndReason.CANDIDATE_LEFT)
            return self._back(scene) if said & {Act.NO, Act.RESUME} else None
        if reading.awaiting == Move.RECEIVE and reading.act is Act.CORRECTION:
            return self._again(scene, Move.REPEAT, self._lines.corrected, self._lines.back_to)
        return None

    def _back(self, scene: Scene) -> Choice:
        return self._again(scene, Move.REPEAT, self._lines.acknowledgement(scene.state.moves), self._lines.back_to)

    async def _candidate_questions(self, reading: Reading, scene: Scene) -> Choice | None:
        if reading.act in _NO_MORE_QUESTIONS:
            return self._move_on(scene, "covered" if scene.state.candidate_questions else "skipped")
        if reading.act in (Act.FILLER, Act.YES, Act.HOLD, Act.NOTHING):
            return _say(Move.LISTEN)
        if reading.act not in (Act.QUESTION, Act.CLARIFY, Act.ANSWER, Act.SHORT, Act.OFF_TOPIC):
            return None
        asked = reading.question or reading.substance
        item = await self._knowledge.find(scene.pack, asked) if asked else None
        if item is None and reading.act not in (Act.QUESTION, Act.CLARIFY):
            return self._no_question(scene)
        told = (item.answer,) if item else (self._lines.not_known,)
        unanswered = "" if item else asked
        if scene.state.candidate_questions + 1 >= _MOST_CANDIDATE_QUESTIONS or not self._time_for_more(scene):
            ahead = self._move_on(scene, "time")
            return replace(ahead, parts=(*told, *ahead.parts[1:]), unanswered=unanswered)
        more = self._lines.anything_else[scene.state.moves % len(self._lines.anything_else)]
        return _say(Move.ANSWER, *told, more, unanswered=unanswered)

    def _no_question(self, scene: Scene) -> Choice:
        if scene.state.open_question.redirected or Move.REDIRECT not in scene.legal:
            return self._move_on(scene, "covered")
        return _say(Move.REDIRECT, self._lines.acknowledgement(scene.state.moves), self._lines.your_question)

    @staticmethod
    def _time_for_more(scene: Scene) -> bool:
        return Move.PROBE in scene.legal or Move.REDIRECT in scene.legal

    async def _answer_back(self, reading: Reading, scene: Scene) -> Choice | None:
        """Answer a question about the role in between; None when the "question" is part of an answer."""
        item = await self._knowledge.find(scene.pack, reading.question)
        if item is not None:
            return self._again(scene, Move.ANSWER, item.answer, self._lines.back_to)
        if not reading.about_us:
            return None
        return self._again(scene, Move.ANSWER, self._lines.not_known, self._lines.back_to, unanswered=reading.question)

    def _rephrase(self, scene: Scene) -> Choice:
        if scene.question is None or Move.REPHRASE not in scene.legal:
            return self._again(scene, Move.REPEAT, self._lines.once_more)
        last = scene.state.last_move
        if last is not None and last.move == Move.REPHRASE:
            return self._again(scene, Move.REPEAT, self._lines.once_more)
        return _say(Move.REPHRASE, self._lines.other_words, scene.question.rephrased)

    def _again(
        self, scene: Scene, move: Move, *before: str, after: tuple[str, ...] = (), unanswered: str = ""
    ) -> Choice:
        """Say something and return to what was asked last; a probe is what was asked when it was the last thing asked."""
        asked = self._asked(scene)
        lead = before if asked else tuple(line for line in before if line != self._lines.back_to)
        return _say(move, *lead, asked, *after, unanswered=unanswered)

    def _asked(self, scene: Scene) -> str:
        """Return what the candidate was last asked: the open question, or the probe asked on it since."""
        if scene.question is None:
            return ""
        probes = scene.state.open_question.probe_texts
        if not probes:
            return scene.question.text
        lead = next((line for line in self._lines.acknowledgements if probes[-1].startswith(f"{line} ")), "")
        return probes[-1].removeprefix(lead).strip()

    def _your_way(self, scene: Scene) -> Choice:
        if Move.CLARIFY not in scene.legal:
            return _say(Move.LISTEN)
        return _say(Move.CLARIFY, self._lines.your_way)

    def _abuse(self, scene: Scene) -> Choice:
        if Move.BOUNDARY not in scene.legal:
            return _say(Move.CLOSE, self._lines.abuse_close, ends=EndReason.ABUSE)
        return self._again(scene, Move.BOUNDARY, self._lines.boundary, self._lines.back_to)

    def _correction(self, reading: Reading, scene: Scene) -> Choice:
        if reading.complete or not scene.state.last_closed:
            return self._again(scene, Move.REPEAT, self._lines.corrected, self._lines.back_to)
        return _say(Move.RECEIVE, self._lines.correct)

    def _follow(self, reading: Reading, scene: Scene, question: Question) -> Choice:
        """Probe what an answer left open, redirect it, or go on."""
        if reading.act is Act.OFF_TOPIC and Move.REDIRECT in scene.legal:
            return _say(Move.REDIRECT, self._lines.redirect, question.rephrased)
        open_question = scene.state.open_question
        if not question.closed and Move.PROBE in scene.legal:
            for follow_up in follow_ups(reading, scene, question, self._lines):
                return self._probe(follow_up, scene)
        all_covered = bool(question.expected) and all(point.id in open_question.covered for point in question.expected)
        reason = "covered" if all_covered or question.closed or not question.expected else "follow_ups_used"
        if (
            not all_covered
            and not question.closed
            and open_question.follow_ups < question.max_follow_ups
            and Move.PROBE not in scene.legal
        ):
            reason = "time"
        long_enough = reading.act is Act.ANSWER and len(normalise(reading.substance).split()) >= _LONG_DRAFT_WORDS
        return replace(self._move_on(scene, reason), needs_exact=not long_enough)

    def _probe(self, follow_up: FollowUp, scene: Scene) -> Choice:
        return _say(Move.PROBE, self._lines.acknowledgement(scene.state.moves), follow_up.text, probe=follow_up.probe)

    def _move_on(self, scene: Scene, reason: str, *, lead: str = "") -> Choice:
        step = scene.next
        bridges = [section.bridge for section in step.entered[-1:]]
        last = step.question.text if step.question else scene.pack.closing
        parts = (lead or self._lines.acknowledgement(scene.state.moves), *bridges, last)
        ends = EndReason.COMPLETED if step.question is None else None
        return _say(Move.MOVE_ON, *parts, close_reason=reason, ends=ends)


def _yes_or_no(reading: Reading, scene: Scene, text: str) -> Reading:
    """A bare yes or no is an answer to a closed question and to a probe; "okay" to an open question is only a nod."""
    if reading.act not in (Act.YES, Act.NO) or scene.question is None or reading.awaiting:
        return reading
    if scene.section.kind is SectionKind.CANDIDATE_QUESTIONS:
        return reading
    last = scene.state.last_move
    just_asked = last is not None and last.move in (Move.ASK, Move.OPEN)
    nod = reading.act is Act.YES and just_asked and reading.acts.count(Act.YES) == 1
    if scene.question.closed:
        more_to_come = nod and scene.section.kind is SectionKind.WRAP_UP  # "Anything to add?" "Yes."
        return replace(reading, act=Act.FILLER) if more_to_come else replace(reading, act=Act.ANSWER, substance=text)
    if reading.act is Act.NO:
        return replace(reading, act=Act.SHORT)
    if last is not None and last.move == Move.OFFER:  # "… or put it in other words." "Yes."
        return replace(reading, act=Act.REPHRASE)
    return replace(reading, act=Act.FILLER if nod else Act.SHORT)


def _say(
    move: Move,
    *parts: str,
    close_reason: str = "",
    probe: str = "",
    ends: EndReason | None = None,
    unanswered: str = "",
    interruptible: bool = True,
) -> Choice:
    return Choice(
        move=move,
        parts=tuple(part for part in parts if part),
        close_reason=close_reason,
        probe=probe,
        ends=ends,
        unanswered=unanswered,
        interruptible=interruptible and ends is None,
    )
