"""What is measured of an answer, from its word times."""

from dataclasses import replace

import pytest

from tests.support.timed_words import plain_words, said
from vivavoce.domain.transcript import Mark
from vivavoce.interview.coaching.facts import measure
from vivavoce.interview.coaching.story import names_result


def test_length_and_pace_are_those_of_the_words() -> None:
    facts = measure([said(plain_words(150), wpm=150)])

    assert facts.length_s == pytest.approx(60.0)
    assert facts.words_per_minute == pytest.approx(150.0)


def test_a_long_pause_is_shown_with_the_words_around_it_and_does_not_make_the_speaker_slow() -> None:
    facts = measure([said(plain_words(100), wpm=150, pauses_s={50: 6.0})])

    assert facts.longest_pause_s == pytest.approx(6.0)
    assert [moment.end_s - moment.start_s > 6 for moment in facts.long_pauses] == [True]
    assert facts.words_per_minute == pytest.approx(150.0)


def test_a_pause_somebody_asked_for_is_theirs() -> None:
    words = ["Let", "me", "think", "about", "that", "for", "a", "moment.", *plain_words(40)]

    assert measure([said(words, pauses_s={8: 9.0})]).long_pauses == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Um, so we, uh, moved it, you know, to another server.", 3),
        ("I mean it was, erm, sort of slow.", 3),
        ("If you know the table, this kind of index is what you want.", 0),
        ("Do you know what I did? That sort of thing.", 0),
    ],
)
def test_fillers_are_counted_where_the_words_do_not_mean_themselves(text: str, count: int) -> None:
    facts = measure([said(f"{text} {' '.join(plain_words(20))}")])

    assert len(facts.fillers) == count
    assert facts.fillers_per_100_words == pytest.approx(100 * count / (len(text.split()) + 20))


def test_a_few_words_say_nothing_about_pace_or_fillers() -> None:
    facts = measure([said("Um, about four years.")])

    assert (facts.words_per_minute, facts.fillers_per_100_words) == (None, None)


def test_typed_and_inaudible_answers_have_no_sound_to_measure() -> None:
    typed = replace(said(plain_words(60)), words=(), marks=(Mark.TYPED,))
    inaudible = said(plain_words(30), marks=(Mark.INAUDIBLE,))

    facts = measure([typed, inaudible])

    assert (facts.length_s, facts.words_per_minute, facts.longest_pause_s) == (None, None, None)
    assert facts.words == 90


def test_the_longest_turn_counts_and_what_the_interviewer_said_between_two_is_no_pause() -> None:
    first = said(plain_words(100), wpm=120, start_s=0.0)
    second = said(plain_words(50), wpm=120, start_s=80.0, turn_id="trn_2")

    facts = measure([first, second])

    assert facts.length_s == pytest.approx(50.0)
    assert facts.long_pauses == ()
    assert facts.words_per_minute == pytest.approx(120.0)


@pytest.mark.parametrize(
    "text",
    [
        "As a result the errors went away.",
        "In the end we kept both.",
        "It cut our costs by forty percent.",
        "Latency dropped from two seconds to two hundred milliseconds.",
        "I learned to ask earlier.",
    ],
)
def test_words_that_usually_name_a_result_are_found(text: str) -> None:
    assert names_result(text)


def test_a_story_without_an_end_is_told_apart_and_only_where_a_story_was_asked_for() -> None:
    story = said("There was a disagreement about the table and I had to talk with the other team about it for days.")

    assert measure([story], asks_for_story=True).result_named is False
    assert measure([story]).result_named is None
