"""Clauses: where speech may be cut."""

import pytest

from vivavoce.providers.local.clauses import clauses


def texts(text: str) -> list[str]:
    return [clause.text for clause in clauses(text)]


def test_sentences_are_pieces_and_the_first_one_begins_with_a_clause() -> None:
    text = "Thank you for that, it helps a great deal. Now, tell me about a system that you built. Why?"

    assert texts(text) == [
        "Thank you for that,",
        "it helps a great deal.",
        "Now, tell me about a system that you built.",
        "Why?",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Smith joins us at 10:30 with version 3.12 of the plan.",
        "We grew from 1,000 to 10,000 users, i.e. tenfold.",
        "Use a queue, e.g. Kafka.",
        "Meet J. Smith now.",
        "Well, yes.",
    ],
)
def test_abbreviations_numbers_and_tiny_clauses_are_not_cut(sentence: str) -> None:
    assert texts(sentence) == [sentence]


def test_a_sentence_about_me_ends_there() -> None:
    assert texts("It was Sam and I. Then we left.") == ["It was Sam and I.", "Then we left."]


def test_a_very_long_sentence_is_cut_at_its_clauses() -> None:
    text = "Imagine a service. " + "It takes an order and writes it down for later use, " * 8 + "and that is all."

    pieces = texts(text)

    assert " ".join(pieces) == text
    assert max(map(len, pieces)) <= 230


def test_pauses_follow_the_punctuation_and_none_follows_the_end() -> None:
    comma, stop, last = clauses("Thank you for that answer, it was clear enough. Shall we move on? ")

    assert 0 < comma.pause_s < stop.pause_s
    assert last.pause_s == 0.0


@pytest.mark.parametrize("text", ["", "  ", "…", " - "])
def test_nothing_to_say_has_no_clauses(text: str) -> None:
    assert clauses(text) == []
