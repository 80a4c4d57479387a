"""Which written words an expected word may stand for, before the model is asked."""

import pytest

from vivavoce.providers.local.expected_words import SPACE, Candidate, WrittenWord, candidates, encode

VOCABULARY = ["Redis", "Jira", "jitter", "gRPC", "OpenTelemetry", "Salesforce", "SLO"]


def written(text: str, *, probability: float = 0.5) -> list[WrittenWord]:
    return [
        WrittenWord(text=word, first=place, last=place + 1, probability=probability)
        for place, word in enumerate(text.split())
    ]


def tried(text: str, *, probability: float = 0.5) -> list[Candidate]:
    return candidates(written(text, probability=probability), VOCABULARY)


@pytest.mark.parametrize(
    ("text", "word", "places"),
    [
        ("counters in Regis.", "Redis", (2, 3)),
        ("we use sales first for it", "Salesforce", (2, 4)),
        ("Tokio and G. R. P. C.", "gRPC", (2, 6)),
        ("the service with G.A. R.P.C..", "gRPC", (3, 5)),
    ],
)
def test_what_looks_like_an_expected_word_is_tried_where_it_stands(
    text: str, word: str, places: tuple[int, int]
) -> None:
    [candidate] = tried(text)

    assert (candidate.word, candidate.first, candidate.last) == (word, *places)


@pytest.mark.parametrize("text", ["I keep it in Redis.", "We track it in Jira.", "no the", "we said", ""])
def test_expected_words_common_words_and_longer_ones_are_left_alone(text: str) -> None:
    assert tried(text) == []


def test_words_that_the_model_did_not_doubt_must_be_more_alike_and_lose_less() -> None:
    [doubted] = tried("Salesforth")
    [undoubted] = tried("Salesforth", probability=0.95)

    assert tried("slow", probability=0.95) == tried("rides", probability=0.95) == []
    assert [one.word for one in tried("rides")] == ["Redis"]
    assert undoubted.may_lose_nats < doubted.may_lose_nats


def test_the_same_letters_written_apart_need_no_question() -> None:
    assert [one.is_certain for one in tried("open telemetry and G R P C")] == [True, True]
    assert [one.is_certain for one in tried("Regis")] == [False]


def test_a_word_is_encoded_by_joining_the_lowest_pair_first() -> None:
    pieces = [SPACE, b"r", b"e", b"d", b"re", SPACE + b"re", b"ed"]
    numbers = {piece: number for number, piece in enumerate(pieces)}

    assert encode("red", numbers) == [5, 3]
    assert encode("rod", numbers) is None
