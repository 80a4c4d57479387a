"""The coach leads as the plan does, adds one remark when an answer is over, and plays a moment again when asked."""

from collections import Counter
from collections.abc import Sequence

import pytest

from tests.support.coverage import KeywordJudge
from tests.support.packs import a_pack
from tests.support.timed_words import plain_words, said
from tests.support.virtual_time import run_virtual
from vivavoce.domain.clock import SetClock
from vivavoce.domain.events import LoggedEvent, SessionEvent
from vivavoce.domain.transcript import Turn
from vivavoce.interview.acts import Act
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.coaching.brain import CoachingBrain, wants_to_listen
from vivavoce.interview.coaching.feedback import feedback_of, figures_of
from vivavoce.interview.coaching.packs import practice_pack
from vivavoce.interview.coaching.wording import COACH_LINES, OFFER_TO_LISTEN
from vivavoce.interview.conductor import Conductor
from vivavoce.interview.moves import Move
from vivavoce.interview.personas.coach import COACH
from vivavoce.interview.remark_calls import remarks, shown_moments
from vivavoce.interview.replies import Planned, Replies
from vivavoce.interview.state import InterviewState, apply
from vivavoce.providers.scripted.embeddings import ScriptedEmbedder

SLOWLY = [*plain_words(60), "index"]


class Talk:
    """A practice of one part, turn by turn."""

    def __init__(self, part: str = "technical") -> None:
        plan = PlanBrain(judge=KeywordJudge(), embedder=ScriptedEmbedder(), persona=COACH, lines=COACH_LINES)
        self.pack = practice_pack(a_pack(), part=part)
        brain = CoachingBrain(plan)
        self.replies = Replies(
            conductor=Conductor(self.pack), brain=brain, spare=brain, persona=COACH, violations=Counter()
        )
        self.state = InterviewState()
        self.events: list[SessionEvent] = []
        self._clock = SetClock()
        scene = self.replies.conductor.scene(self.state, now_s=0.0)
        self._make(self.replies.planned(brain.opening(scene), scene), at_s=1.0)

    async def say(self, turn: Turn) -> Planned:
        at = self._clock.now()
        planned = await self.replies.answer(turn, self.state, now_s=turn.end_s, at=at)
        assert planned.reading is not None
        scene = self.replies.conductor.scene(self.state, now_s=turn.end_s)
        self._believe(self.replies.conductor.turn_events(turn, planned.reading, scene, at=at, at_s=turn.end_s))
        self._make(planned, at_s=turn.end_s, turn_id=turn.id)
        return planned

    def _make(self, planned: Planned, *, at_s: float, turn_id: str = "") -> None:
        self._believe(self.replies.move_events(planned, at=self._clock.now(), at_s=at_s, turn_id=turn_id))

    def _believe(self, events: Sequence[SessionEvent]) -> None:
        for event in events:
            self.state = apply(self.state, event)
        self.events.extend(events)

    def log(self) -> list[LoggedEvent]:
        return [LoggedEvent(seq=seq, event=event) for seq, event in enumerate(self.events, 1)]


def _until_moving_on(talk: Talk, words: list[str]) -> Planned:
    """Say the same, slowly, to the question and its follow-ups, one after the other."""

    async def answered() -> Planned:
        for _ in range(6):
            planned = await talk.say(
                said(words, wpm=90, start_s=talk.state.at_s + 2, turn_id=f"trn_{talk.state.turns}")
            )
            if planned.choice.move is Move.MOVE_ON:
                return planned
        raise AssertionError("the coach never moved on")

    return run_virtual(answered())[0]


def test_the_remark_comes_when_the_answer_is_over_and_before_the_next_question() -> None:
    talk = Talk()

    planned = _until_moving_on(talk, SLOWLY)

    assert "about 90 words a minute" in planned.reply.parts[0]
    assert planned.reply.parts[1] == OFFER_TO_LISTEN
    assert planned.reply.needs_exact
    assert [call.tool for call, _ in remarks(talk.state.tool_calls)] == ["remark"]


def test_no_reply_ever_holds_two_remarks_and_the_offer_is_made_once() -> None:
    talk = Talk()
    spoken = [_until_moving_on(talk, SLOWLY).reply.parts]
    while not talk.state.ends:
        spoken.append(_until_moving_on(talk, SLOWLY).reply.parts)

    texts = [remark.text for _, remark in remarks(talk.state.tool_calls)]

    assert len(spoken) >= 2
    assert all(sum(part in texts for part in parts) <= 1 for parts in spoken)
    assert sum(OFFER_TO_LISTEN in parts for parts in spoken) == 1


def test_asking_to_listen_plays_the_last_moment_and_keeps_the_question_open() -> None:
    talk = Talk()
    _until_moving_on(talk, SLOWLY)
    question = talk.state.question_id

    replayed = run_virtual(talk.say(said("Let's listen to that, please.", start_s=4000.0, turn_id="trn_99")))[0]
    [_, shown] = shown_moments(talk.state.tool_calls)

    assert replayed.reply.parts == (COACH_LINES.listen,)
    assert shown.play
    assert shown.words in " ".join(SLOWLY)
    assert talk.state.question_id == question
    assert not talk.state.open_question.answers


def test_without_a_moment_the_same_words_are_an_ordinary_turn() -> None:
    talk = Talk()

    planned = run_virtual(talk.say(said("Let's listen to that.")))[0]

    assert planned.reading is not None
    assert planned.reading.act is not Act.LISTEN_BACK


@pytest.mark.parametrize(
    "text",
    [
        "Let's listen to that.",
        "Yes, let's hear it.",
        "Okay, can I hear that again?",
        "Please play that back.",
        "I'd like to listen to my answer.",
    ],
)
def test_the_wish_to_listen_is_understood(text: str) -> None:
    assert wants_to_listen(text)


@pytest.mark.parametrize(
    "text",
    [
        "We listen to the queue and play it back.",
        "I would listen to that team first, then decide.",
        "That is what I hear from users.",
    ],
)
def test_an_answer_that_speaks_of_listening_is_no_such_wish(text: str) -> None:
    assert not wants_to_listen(text)


def test_the_feedback_holds_each_answer_with_its_facts_and_its_remark() -> None:
    talk = Talk()
    _until_moving_on(talk, SLOWLY)

    [first, *_] = feedback_of(talk.log(), talk.pack)

    assert first.question == talk.pack.sections[0].questions[0].text
    assert first.facts.words_per_minute == pytest.approx(90.0)
    assert first.remark is not None
    assert figures_of([first]).words_per_minute == pytest.approx(90.0)
    assert figures_of([]).words_per_minute is None
