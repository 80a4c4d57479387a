"""Measures an answer by its word times: length, pace, fillers, pauses. Pure: the same words give the same facts.

Speech-to-text often leaves out an "um": fillers are counted as heard, so the true number can only be higher.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from vivavoce.domain.practice import AnswerFacts, Moment
from vivavoce.domain.transcript import Mark, Turn, Word
from vivavoce.interview.coaching.story import names_result

LONG_ANSWER_S = 120.0
MOST_FILLERS_PER_100_WORDS = 5.0
SLOWEST_WPM, FASTEST_WPM = 120.0, 180.0
LONG_PAUSE_S = 4.0
"""Longer than taking a breath or finding a word; a candidate who asked for a moment is not counted."""

_FEWEST_WORDS = 20
"""Below this, pace and fillers say nothing."""
_FEWEST_SPOKEN_S = 6.0
_AROUND_PAUSE_S = 4.0
_ONE_WORD = frozenset({"um", "umm", "uh", "uhm", "uhh", "er", "erm", "ah", "hm", "hmm", "mm", "eh"})
_TWO_WORDS = frozenset({("you", "know"), ("i", "mean"), ("sort", "of"), ("kind", "of")})
_NOT_FILLER_BEFORE = frozenset({"do", "did", "if", "what", "that", "a", "this", "the", "some", "any", "one", "what's"})
""" "If you know …", "this kind of index": the words mean themselves."""
_HOLDS = re.compile(r"\b(?:moment|second|minute|let me think|think about (?:that|it)|hold on|hang on)\b", re.IGNORECASE)
_HOLD_WORDS = 8
"""Who says so keeps the floor: a pause within so many words after it is theirs."""
_LETTERS = re.compile(r"[^a-z']+")


def measure(turns: Sequence[Turn], *, asks_for_story: bool = False) -> AnswerFacts:
    """Return the facts of one answer, given as the turns in which it was spoken or typed."""
    spoken = [turn for turn in turns if turn.words and not {Mark.TYPED, Mark.INAUDIBLE} & set(turn.marks)]
    runs = [turn.words for turn in spoken]
    words = [word for run in runs for word in run]
    fillers = [moment for run in runs for moment in _fillers(run)]
    pauses = [moment for turn in spoken for moment in _long_pauses(turn.words)]
    text = " ".join(turn.text for turn in turns)
    judged = len(words) >= _FEWEST_WORDS
    return AnswerFacts(
        length_s=max((run[-1].end_s - run[0].start_s for run in runs), default=None),
        words=sum(len(turn.text.split()) for turn in turns),
        words_per_minute=_words_per_minute(runs) if judged else None,
        fillers_per_100_words=100.0 * len(fillers) / len(words) if judged else None,
        fillers=tuple(fillers),
        longest_pause_s=max((_gap_s(*pair) for run in runs for pair in pairwise(run)), default=None),
        long_pauses=tuple(pauses),
        result_named=names_result(text) if asks_for_story and len(text.split()) >= _FEWEST_WORDS else None,
    )


def window(words: Sequence[Word], *, start_s: float, end_s: float) -> Moment | None:
    """Return the moment made of the words that lie in a stretch of time; None when there are none."""
    inside = [word for word in words if word.end_s > start_s and word.start_s < end_s]
    if not inside:
        return None
    return Moment(start_s=inside[0].start_s, end_s=inside[-1].end_s, text=" ".join(word.text for word in inside))


def fastest(words: Sequence[Word], *, for_s: float) -> Moment | None:
    """Return the stretch of about this length with the most words in it."""
    return _excerpt(words, for_s=for_s, sign=1)


def slowest(words: Sequence[Word], *, for_s: float) -> Moment | None:
    """Return the stretch of about this length with the fewest words in it."""
    return _excerpt(words, for_s=for_s, sign=-1)


def _excerpt(words: Sequence[Word], *, for_s: float, sign: int) -> Moment | None:
    starts = [word for word in words if words[-1].end_s - word.start_s >= for_s] or list(words[:1])
    if not starts:
        return None

    def crowded(first: Word) -> int:
        return sign * sum(first.start_s <= word.start_s < first.start_s + for_s for word in words)

    first = max(starts, key=crowded)
    return window(words, start_s=first.start_s, end_s=first.start_s + for_s)


def _words_per_minute(runs: Sequence[Sequence[Word]]) -> float | None:
    spoken_s = sum(run[-1].end_s - run[0].start_s for run in runs)
    silent_s = sum(gap for run in runs for pair in pairwise(run) if (gap := _gap_s(*pair)) >= LONG_PAUSE_S)
    speaking_s = spoken_s - silent_s
    return 60.0 * sum(len(run) for run in runs) / speaking_s if speaking_s >= _FEWEST_SPOKEN_S else None


def _fillers(words: Sequence[Word]) -> list[Moment]:
    plain = [_LETTERS.sub("", word.text.lower()) for word in words]
    found = []
    for place, word in enumerate(words):
        before = plain[place - 1] if place else ""
        if plain[place] in _ONE_WORD:
            found.append(Moment(start_s=word.start_s, end_s=word.end_s, text=word.text))
        elif tuple(plain[place : place + 2]) in _TWO_WORDS and before not in _NOT_FILLER_BEFORE:
            last = words[place + 1]
            found.append(Moment(start_s=word.start_s, end_s=last.end_s, text=f"{word.text} {last.text}"))
    return found


def _long_pauses(words: Sequence[Word]) -> list[Moment]:
    found = []
    for place, (before, after) in enumerate(pairwise(words)):
        lead = " ".join(word.text for word in words[max(0, place - _HOLD_WORDS + 1) : place + 1])
        if _gap_s(before, after) >= LONG_PAUSE_S and not _HOLDS.search(lead):
            moment = window(words, start_s=before.end_s - _AROUND_PAUSE_S, end_s=after.start_s + _AROUND_PAUSE_S)
            found += [moment] if moment else []
    return found


def _gap_s(before: Word, after: Word) -> float:
    return max(0.0, after.start_s - before.end_s)
