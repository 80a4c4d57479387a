"""The final transcript holds every word that was kept."""

from dataclasses import replace

from tests.support.interview_logs import STARTED_AT, interview_log, logged, strong, timed_turn
from vivavoce.domain.events import (
    CandidateTurnEnded,
    InterviewerSpoke,
    LineLost,
    MoveMade,
    SectionEntered,
    UtteranceHeard,
)
from vivavoce.domain.transcript import Mark, Speaker
from vivavoce.evaluation.transcript import transcript_of
from vivavoce.knowledge.packs import shipped_packs

PACK = shipped_packs()["backend-engineer"]


def test_both_sides_are_in_the_order_they_spoke() -> None:
    transcript = transcript_of("ses", logged(interview_log(PACK, strong)))

    assert [turn.speaker for turn in transcript.turns[:4]] == [Speaker.INTERVIEWER, Speaker.CANDIDATE] * 2
    assert [turn.start_s for turn in transcript.turns] == sorted(turn.start_s for turn in transcript.turns)
    assert transcript.turn("answer-slow-query").text == strong(PACK.question("slow-query"))


def test_a_turn_belongs_to_the_question_that_was_open() -> None:
    transcript = transcript_of("ses", logged(interview_log(PACK, strong)))

    turn = transcript.turn("answer-incident")

    assert (turn.section, turn.question_id) == ("behavioral", "incident")


def test_words_said_before_the_line_was_lost_are_a_turn_of_their_own() -> None:
    first = timed_turn("u1", "I would start with the execution", start_s=1.0)
    second = timed_turn("u2", "plan of the query", start_s=4.0)
    events = logged(
        [
            SectionEntered(at=STARTED_AT, at_s=0.0, section="technical"),
            MoveMade(
                at=STARTED_AT,
                at_s=0.0,
                move="ask",
                turn_id="q",
                section="technical",
                question_id="slow-query",
                text="A query …",
            ),
            UtteranceHeard(at=STARTED_AT, at_s=0.0, utterance=first),
            UtteranceHeard(at=STARTED_AT, at_s=0.0, utterance=second),
            LineLost(at=STARTED_AT, at_s=0.0, line_id="line", reason="gone"),
        ]
    )

    turns = transcript_of("ses", events).turns

    assert [turn.text for turn in turns] == ["I would start with the execution plan of the query"]
    assert turns[0].question_id == "slow-query"
    assert len(turns[0].words) == 10


def test_utterances_of_an_ended_turn_are_not_said_twice() -> None:
    first, second = (
        timed_turn("u1", "I would add an index", start_s=1.0),
        timed_turn("u2", "and measure it again", start_s=4.0),
    )
    whole = timed_turn("t1", "I would add an index and measure it again", start_s=1.0)
    events = logged(
        [
            UtteranceHeard(at=STARTED_AT, at_s=0.0, utterance=first),
            UtteranceHeard(at=STARTED_AT, at_s=0.0, utterance=second),
            CandidateTurnEnded(at=STARTED_AT, at_s=0.0, turn=whole, act="answer"),
        ]
    )

    assert [turn.id for turn in transcript_of("ses", events).turns] == ["t1"]


def test_what_a_resumed_turn_left_out_is_kept_before_it() -> None:
    lost = timed_turn("u1", "First I would look at the plan", start_s=1.0)
    resumed = timed_turn("t1", "and then I would add an index", start_s=30.0)
    events = logged(
        [
            UtteranceHeard(at=STARTED_AT, at_s=0.0, utterance=lost),
            UtteranceHeard(at=STARTED_AT, at_s=0.0, utterance=replace(resumed, id="u2")),
            CandidateTurnEnded(at=STARTED_AT, at_s=0.0, turn=resumed, act="answer"),
        ]
    )

    assert [turn.text for turn in transcript_of("ses", events).turns] == [lost.text, resumed.text]


def test_an_inaudible_turn_stays_in_the_transcript_and_silence_does_not() -> None:
    inaudible = replace(timed_turn("t1", ""), marks=(Mark.INAUDIBLE,))
    events = logged(
        [
            CandidateTurnEnded(at=STARTED_AT, at_s=0.0, turn=inaudible, act="inaudible"),
            InterviewerSpoke(at=STARTED_AT, at_s=0.0, turn=timed_turn("t2", "", speaker=Speaker.INTERVIEWER)),
        ]
    )

    assert [turn.id for turn in transcript_of("ses", events).turns] == ["t1"]
