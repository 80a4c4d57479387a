"""Words without times find their place: in the speech that came since the words before them."""

from itertools import pairwise

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.providers.incremental.heard_audio import Span
from vivavoce.providers.incremental.placing import HeardWord, PlacedWord, placed

RUNS_S = ((0.5, 2.0), (4.0, 6.0))
"""Somebody speaks, is silent for two seconds, and goes on."""


def samples(second: float) -> int:
    return round(second * HEARING_RATE_HZ)


def span(until_s: float) -> Span:
    stretches = tuple((samples(start), samples(min(end, until_s))) for start, end in RUNS_S if start < until_s)
    return Span(stretches=stretches, covers_until=samples(until_s), is_cut=False, samples=b"")


def put(text: str, *, until_s: float, before: list[PlacedWord] | None = None) -> list[PlacedWord]:
    runs = [(samples(start), samples(end)) for start, end in RUNS_S]
    heard = [HeardWord(text=word, probability=0.9) for word in text.split()]
    return placed(heard, span=span(until_s), before=before or [], runs=runs)


def test_words_fill_the_speech_by_their_letters() -> None:
    first, second = (word.word for word in put("a considerable", until_s=2.0))

    assert (first.start_s, second.end_s) == (0.5, 2.0)
    assert first.end_s == second.start_s
    assert second.end_s - second.start_s > 5 * (first.end_s - first.start_s)


def test_words_behind_a_pause_begin_behind_it_and_those_before_keep_their_place() -> None:
    before = put("we split it", until_s=2.0)

    after = put("We split it, by customer", until_s=6.0, before=before)

    assert [word.word.text for word in after] == ["We", "split", "it,", "by", "customer"]
    assert [(word.word.start_s, word.word.end_s) for word in after[:3]] == [
        (word.word.start_s, word.word.end_s) for word in before
    ]
    assert (after[3].word.start_s, after[4].word.end_s) == (4.0, 6.0)


def test_a_word_that_was_cut_short_is_placed_anew_when_it_is_whole() -> None:
    before = put("we repli", until_s=1.5)

    after = put("we replicate it", until_s=2.0, before=before)

    assert after[0] == before[0]
    assert after[1].word.start_s == before[1].word.start_s
    assert after[2].word.end_s == 2.0


def test_no_word_lies_across_a_silence() -> None:
    words = [word.word for word in put("the one that we split by customer and month", until_s=6.0)]

    assert all(word.end_s <= 2.0 or word.start_s >= 4.0 for word in words)
    assert all(earlier.end_s <= later.start_s for earlier, later in pairwise(words))


def test_another_reading_of_words_that_were_there_stays_within_the_speech() -> None:
    before = put("we split it", until_s=2.0)

    after = put("we split it up", until_s=2.0, before=before)

    assert after[-1].word.end_s <= 2.0
    assert after[-1].word.start_s >= 0.5


def test_a_models_own_times_are_taken_as_they_are() -> None:
    heard = [HeardWord(text="late", probability=0.8, at_s=(1.6, 2.0))]

    [word] = placed(heard, span=span(6.0), before=[], runs=[])

    assert (word.word.start_s, word.word.end_s) == (4.1, 4.5)
