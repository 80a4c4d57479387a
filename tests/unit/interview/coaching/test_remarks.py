"""At most one remark an answer: the fact furthest out of its range, or praise where the facts earn it."""

import pytest

from tests.support.timed_words import plain_words, said
from vivavoce.domain.practice import Fact, Remark
from vivavoce.domain.transcript import Turn
from vivavoce.interview.coaching.facts import measure
from vivavoce.interview.coaching.remarks import Before, in_words, remark_on
from vivavoce.interview.personas.coach import COACH
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.interview.speech_linter import lint

FILLED = [
    word for number, word in enumerate(plain_words(90)) for word in (("um,", word) if number % 9 == 0 else (word,))
]


def _about(turn: Turn, before: Before | None = None, *, story: bool = False) -> Remark | None:
    return remark_on(measure([turn], asks_for_story=story), [turn.words], before or Before())


LONG = said(plain_words(450), wpm=150)
FAST = said(plain_words(120), wpm=210)
SLOW = said(plain_words(80), wpm=90)
FILLERS = said(FILLED)
PAUSED = said(plain_words(80), pauses_s={40: 7.0})
GOOD = said(plain_words(150), wpm=150)


@pytest.mark.parametrize(
    ("turn", "fact", "says"),
    [
        (LONG, Fact.LENGTH, "took 3 minutes"),
        (FAST, Fact.PACE, "about 210 words a minute"),
        (SLOW, Fact.PACE, "about 90 words a minute"),
        (FILLERS, Fact.FILLERS, "10 fillers in 100 words, mostly “um”"),
        (PAUSED, Fact.PAUSES, "a pause of 7 seconds"),
    ],
)
def test_what_is_out_of_its_range_is_said_with_its_number_and_can_be_heard(turn: Turn, fact: Fact, says: str) -> None:
    remark = _about(turn)

    assert remark is not None
    assert (remark.fact, remark.praise) == (fact, False)
    assert says in remark.text
    assert remark.moment is not None
    assert turn.start_s <= remark.moment.start_s < remark.moment.end_s <= turn.end_s + 0.01
    assert remark.moment.text in turn.text


def test_a_long_answer_is_heard_where_the_two_minutes_were_over() -> None:
    remark = _about(LONG)

    assert remark is not None
    assert remark.moment is not None
    assert remark.moment.start_s < LONG.start_s + 120 < remark.moment.end_s


def test_a_missing_result_is_said_to_be_a_guess_and_gives_way_to_what_was_measured() -> None:
    guessed = _about(GOOD, story=True)
    measured = _about(FAST, story=True)

    assert guessed is not None
    assert guessed.fact is Fact.RESULT
    assert guessed.unvalidated
    assert "my guess" in guessed.text
    assert measured is not None
    assert measured.fact is Fact.PACE


def test_another_fact_than_the_last_time_is_taken_when_there_is_one() -> None:
    both = said(plain_words(500), wpm=200)

    first = _about(both)
    assert first is not None
    second = _about(both, Before(last=first.fact))

    assert second is not None
    assert {first.fact, second.fact} == {Fact.LENGTH, Fact.PACE}


def test_an_answer_with_everything_in_its_range_is_praised_for_that_but_not_every_time() -> None:
    praise = _about(GOOD)

    assert praise is not None
    assert praise.praise
    assert "1 minute, about 150 words a minute, no filler" in praise.text
    assert _about(GOOD, Before(praised=True, last=Fact.LENGTH)) is None


def test_getting_better_is_noticed() -> None:
    remark = _about(GOOD, Before(facts=measure([FILLERS]), last=Fact.FILLERS))

    assert remark is not None
    assert remark.praise
    assert "no filler in 100 words, after 10 before" in remark.text


def test_a_short_answer_gets_no_remark() -> None:
    assert _about(said("About four years, mostly with databases.")) is None


@pytest.mark.parametrize("turn", [LONG, FAST, SLOW, FILLERS, PAUSED, GOOD])
@pytest.mark.parametrize("story", [True, False])
def test_the_coach_may_say_every_remark_and_the_interviewer_may_not_praise(turn: Turn, *, story: bool) -> None:
    remark = _about(turn, story=story)

    assert remark is not None
    assert lint([remark.text], never_says=COACH.policy.never_says) == []
    assert bool(lint([remark.text], never_says=INTERVIEWER.policy.never_says)) is remark.praise


@pytest.mark.parametrize(
    ("seconds", "spoken"), [(12, "10 seconds"), (59, "1 minute"), (64, "1 minute"), (161, "2 minutes and 40 seconds")]
)
def test_durations_are_said_as_people_say_them(seconds: float, spoken: str) -> None:
    assert in_words(seconds) == spoken
