"""A quote counts only where it stands, word for word, in exactly one candidate turn."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.interview_logs import WORDS_PER_S, timed_turn
from vivavoce.domain.report import Evidence
from vivavoce.domain.transcript import Mark, Speaker, Transcript, Turn
from vivavoce.evaluation.evidence import verify

SAID = "Well, I would look at the execution plan first, because guessing is slower."
TURN = timed_turn("t1", SAID, start_s=10.0)


def verified(quote: str, *turns: Turn, turn_id: str = "") -> Evidence | None:
    return verify(quote, Transcript(session_id="ses", turns=turns or (TURN,)), supports="read-plan", turn_id=turn_id)


def test_a_verbatim_quote_gets_the_times_of_its_words() -> None:
    found = verified("look at the execution plan first,")

    assert found is not None
    assert (found.quote, found.turn_id, found.supports) == ("look at the execution plan first,", "t1", "read-plan")
    assert found.start_s == pytest.approx(10.0 + 3 / WORDS_PER_S)
    assert found.end_s == pytest.approx(10.0 + 9 / WORDS_PER_S)


def test_only_white_space_may_differ() -> None:
    assert verified("look  at the\nexecution plan") is not None
    assert verified("Look at the execution plan") is None
    assert verified("look at the execution plans") is None
    assert verified("look at an execution plan") is None


@pytest.mark.parametrize("quote", ["", "   ", "ook at the", "execution pla"])
def test_an_empty_quote_or_a_piece_of_a_word_is_no_quote(quote: str) -> None:
    assert verified(quote) is None


def test_what_the_interviewer_said_is_no_evidence() -> None:
    assert verified("execution plan", timed_turn("t2", SAID, speaker=Speaker.INTERVIEWER)) is None


def test_an_inaudible_turn_is_no_evidence() -> None:
    assert verified("execution plan", replace(TURN, marks=(Mark.INAUDIBLE,))) is None


def test_a_quote_that_stands_in_two_turns_needs_to_say_which() -> None:
    again = timed_turn("t2", SAID, start_s=60.0)

    assert verified("the execution plan", TURN, again) is None
    found = verified("the execution plan", TURN, again, turn_id="t2")
    assert found is not None
    assert found.start_s > 60.0


def test_a_quote_is_not_joined_from_two_turns() -> None:
    assert verified("execution plan first", timed_turn("t1", "the execution"), timed_turn("t2", "plan first")) is None


def test_a_turn_without_word_times_is_played_from_about_there() -> None:
    typed = replace(TURN, words=(), end_s=20.0)

    found = verified("guessing is slower.", typed)

    assert found is not None
    assert 16.0 < found.start_s < 18.5
    assert found.end_s == pytest.approx(20.0)


@given(st.data())
def test_any_stretch_of_whole_words_is_found_where_it_stands(data: st.DataObject) -> None:
    words = SAID.split()
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))

    found = verified(" ".join(words[first : last + 1]), turn_id="t1")

    assert found is not None
    assert found.quote in SAID
    assert 10.0 <= found.start_s < found.end_s <= TURN.end_s
