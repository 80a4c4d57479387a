"""Chooses at most one remark about an answer, from what was measured: specific, with something to do about it.

The fact that is furthest out of its range is taken, another one than the last time when there is one. Praise is for facts too:
for an answer with everything in its range, or for a fact that has come back into it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vivavoce.domain.practice import AnswerFacts, Fact, Moment, Remark
from vivavoce.domain.transcript import Word
from vivavoce.interview.coaching.facts import (
    FASTEST_WPM,
    LONG_ANSWER_S,
    LONG_PAUSE_S,
    MOST_FILLERS_PER_100_WORDS,
    SLOWEST_WPM,
    fastest,
    slowest,
    window,
)

type Runs = Sequence[Sequence[Word]]
"""The words of an answer, turn by turn."""

_EXCERPT_S = 12.0
_GUESS = 0.1
"""How far out a missing result counts: less than anything that was measured."""
_PRAISED_WORDS = 40
"""A shorter answer has not shown enough to be praised for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was measured and said about the answers before this one in the session."""

    facts: AnswerFacts | None = None
    last: Fact | None = None
    praised: bool = False
    """The last remark was praise."""


def remark_on(facts: AnswerFacts, runs: Runs, before: Before) -> Remark | None:
    """Return what to say about an answer, given also its words; None when there is nothing worth a remark."""
    out = out_of_range(facts)
    if out:
        fresh = [fact for fact in out if fact is not before.last]
        fact = max(fresh or list(out), key=lambda one: out[one])
        return _REMARKS[fact](facts, runs)
    if facts.words < _PRAISED_WORDS or facts.words_per_minute is None:
        return None
    return _better_than_before(facts, before) or (None if before.praised else _all_in_range(facts))


def out_of_range(facts: AnswerFacts) -> dict[Fact, float]:
    """Return the facts that lie outside their range, each with how far, as a share of the bound."""
    out: dict[Fact, float] = {}
    if facts.length_s is not None and facts.length_s > LONG_ANSWER_S:
        out[Fact.LENGTH] = facts.length_s / LONG_ANSWER_S - 1
    if facts.fillers_per_100_words is not None and facts.fillers_per_100_words > MOST_FILLERS_PER_100_WORDS:
        out[Fact.FILLERS] = facts.fillers_per_100_words / MOST_FILLERS_PER_100_WORDS - 1
    if facts.words_per_minute is not None and facts.words_per_minute > FASTEST_WPM:
        out[Fact.PACE] = facts.words_per_minute / FASTEST_WPM - 1
    if facts.words_per_minute is not None and facts.words_per_minute < SLOWEST_WPM:
        out[Fact.PACE] = SLOWEST_WPM / facts.words_per_minute - 1
    if facts.long_pauses and facts.longest_pause_s is not None:
        out[Fact.PAUSES] = facts.longest_pause_s / LONG_PAUSE_S - 1
    if facts.result_named is False:
        out[Fact.RESULT] = _GUESS
    return out


def _on_length(facts: AnswerFacts, runs: Runs) -> Remark:
    text = (
        f"That answer took {in_words(facts.length_s or 0.0)}. Two minutes are usually enough:"
        " the main point first, then one example."
    )
    longest = max(runs, key=lambda run: run[-1].end_s - run[0].start_s)
    from_s = longest[0].start_s + LONG_ANSWER_S - _EXCERPT_S / 2
    return Remark(fact=Fact.LENGTH, text=text, moment=window(longest, start_s=from_s, end_s=from_s + _EXCERPT_S))


def _on_fillers(facts: AnswerFacts, runs: Runs) -> Remark:
    words = _words(runs)
    often = Counter(moment.text.lower().strip(",.;") for moment in facts.fillers).most_common(1)
    mostly = f", mostly “{often[0][0]}”" if often and often[0][1] > 1 else ""
    text = (
        f"I counted {len(facts.fillers)} fillers in {len(words)} words{mostly}."
        " A short silence in their place works just as well."
    )
    return Remark(fact=Fact.FILLERS, text=text, moment=_around_most(facts.fillers, words))


def _on_pace(facts: AnswerFacts, runs: Runs) -> Remark:
    words = _words(runs)
    wpm = facts.words_per_minute or 0.0
    if wpm > FASTEST_WPM:
        text = (
            f"You spoke about {_rounded(wpm)} words a minute; up to {FASTEST_WPM:.0f} is easy to follow."
            " A short stop after each point brings it down."
        )
        return Remark(fact=Fact.PACE, text=text, moment=fastest(words, for_s=_EXCERPT_S))
    text = (
        f"You spoke about {_rounded(wpm)} words a minute; {SLOWEST_WPM:.0f} and more keeps listeners with you."
        " Shorter sentences help."
    )
    return Remark(fact=Fact.PACE, text=text, moment=slowest(words, for_s=_EXCERPT_S))


def _on_pauses(facts: AnswerFacts, _: Runs) -> Remark:
    text = (
        f"There was a pause of {facts.longest_pause_s or 0.0:.0f} seconds inside the answer."
        " Saying “let me think for a moment” makes it yours."
    )
    longest = max(facts.long_pauses, key=lambda moment: moment.end_s - moment.start_s)
    return Remark(fact=Fact.PAUSES, text=text, moment=longest)


def _on_result(_: AnswerFacts, runs: Runs) -> Remark:
    words = _words(runs)
    text = (
        "I did not hear how it ended, though that is only my guess from your words."
        " One sentence about the result, with a number if there is one, completes the story."
    )
    last_s = words[-1].end_s if words else 0.0
    return Remark(fact=Fact.RESULT, text=text, moment=window(words, start_s=last_s - _EXCERPT_S, end_s=last_s))


_REMARKS: dict[Fact, Callable[[AnswerFacts, Runs], Remark]] = {
    Fact.LENGTH: _on_length,
    Fact.FILLERS: _on_fillers,
    Fact.PACE: _on_pace,
    Fact.PAUSES: _on_pauses,
    Fact.RESULT: _on_result,
}


def _better_than_before(facts: AnswerFacts, before: Before) -> Remark | None:
    """Return praise for the fact that was furthest out last time and is in its range now."""
    if before.facts is None:
        return None
    was = out_of_range(before.facts)
    fact = max(was, key=lambda one: was[one], default=None)
    then, now = before.facts, facts
    if fact is Fact.FILLERS and then.fillers_per_100_words is not None and now.fillers_per_100_words is not None:
        text = (
            f"Well done: {_few(now.fillers_per_100_words)} in 100 words, after {then.fillers_per_100_words:.0f} before."
        )
    elif fact is Fact.LENGTH and now.length_s is not None:
        text = f"Well done: {in_words(now.length_s)} this time, much easier to follow."
    elif fact is Fact.PACE and now.words_per_minute is not None:
        text = f"Well done: about {_rounded(now.words_per_minute)} words a minute now, a pace that is easy to follow."
    elif fact is Fact.PAUSES:
        text = "Well done: no long pause this time."
    elif fact is Fact.RESULT and now.result_named:
        text = "Well done: this time you said how it ended."
    else:
        return None
    return Remark(fact=fact, text=text, praise=True)


def _all_in_range(facts: AnswerFacts) -> Remark:
    ended = " And you said how it ended." if facts.result_named else ""
    text = (
        f"Well done: {in_words(facts.length_s or 0.0)}, about {_rounded(facts.words_per_minute or 0.0)} words a minute,"
        f" {_few(facts.fillers_per_100_words or 0.0)} in 100 words.{ended}"
    )
    return Remark(fact=Fact.LENGTH, text=text, praise=True)


def _around_most(fillers: Sequence[Moment], words: Sequence[Word]) -> Moment | None:
    if not fillers:
        return None
    first = max(
        fillers, key=lambda one: sum(one.start_s <= other.start_s < one.start_s + _EXCERPT_S for other in fillers)
    )
    return window(words, start_s=first.start_s - 1.0, end_s=first.start_s + _EXCERPT_S - 1.0)


def _words(runs: Runs) -> list[Word]:
    return [word for run in runs for word in run]


def in_words(seconds: float) -> str:
    """Return a duration as it is spoken, to the nearest ten seconds above a minute."""
    if seconds < 57.5:
        return f"{max(5, 5 * round(seconds / 5))} seconds"
    minutes, rest = divmod(10 * round(seconds / 10), 60)
    named = "1 minute" if minutes == 1 else f"{minutes:.0f} minutes"
    return f"{named} and {rest:.0f} seconds" if rest else named


def _rounded(wpm: float) -> int:
    return 5 * round(wpm / 5)


def _few(per_100: float) -> str:
    count = round(per_100)
    return "no filler" if count == 0 else "1 filler" if count == 1 else f"{count} fillers"
