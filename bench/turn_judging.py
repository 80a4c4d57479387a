"""What happened when one case was played, found in a two-channel recording of the call; pure, and tested on made recordings.

The recording is taken at the candidate's end on one grid of 20 ms slots: what was sent and what was received in the same slot.

- **Voice-to-voice**: end of the last span as sent to the first audible interviewer sample as received.
- **False cut-in**: the interviewer becomes audible before the last span has ended; a short acknowledgement right after a
  request to wait is none.
- **Missed end**: nothing of the interviewer is heard within 4 s of the end of the last span.
- **Barge-in stop**: start of the first span as sent to the last audible interviewer sample.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from vivavoce.domain.audio import LINE_RATE_HZ
from vivavoce.rehearsal.measure import Span

type Samples = npt.NDArray[np.int16]

MISSED_S = 4.0
AUDIBLE = 300
"""Of 32768 (-41 dB): above the hiss of a codec, below any spoken sound."""
_HOP = LINE_RATE_HZ // 100
_CLICK_S = 0.04
"""Less sound than this is a click, not a voice."""
_SAME_SPEECH_S = 0.3
"""Shorter silences inside speech do not end it."""
_PAUSED_S = 0.25
"""A longer silence inside a sentence without punctuation is a pause that somebody made."""
GONE_S = 4.0
"""Who has been silent for this long has given up what they were saying. Some frameworks resume after 2 s."""
NOTICED_S = 1.5
"""What the interviewer does for this long after an overlapping sound is taken as because of it."""
_ACKNOWLEDGED_WITHIN_S = 2.5
_ACKNOWLEDGEMENT_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CutIn:
    """The interviewer began to be audible before the answer was over."""

    at_s: float
    """Since the case's file began."""
    pause_s: float | None
    """How long the pause was that it took for an end; None when it began while the candidate was speaking."""
    audible_ms: float
    overlap_ms: float
    """How much of it was spoken at the same time as the candidate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHeard:
    """What a case came to. `None` where a number has no meaning for this case."""

    voice_to_voice_ms: float | None
    cut_ins: tuple[CutIn, ...]
    missed: bool
    acknowledged: bool
    barge_in_stop_ms: float | None
    stopped_for_good: bool | None
    """Over the interviewer: it did not go on with what it was saying."""
    paused: bool | None
    """Over the interviewer: it fell silent at all, were it only for a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What was played, and where in the recording; times in seconds since the recording began."""

    begun_s: float
    spans_s: tuple[tuple[float, float], ...]
    """Since the case's file began."""
    until_s: float
    """When the next case began, or the recording ended."""
    while_agent_speaks: bool
    agent_stops: bool
    expects_reply: bool
    is_hold: bool


def judge(played: Played, received: Samples) -> CaseHeard:
    """Judge one case by what was received over the whole call."""
    spoken = [Span(start_s=played.begun_s + start, end_s=played.begun_s + end) for start, end in played.spans_s]
    interviewer = [span for span in audible_spans(received) if span.start_s < played.until_s]
    first, last = spoken[0], spoken[-1]
    replies = [span for span in interviewer if span.start_s >= last.end_s]
    still_heard = any(span.start_s < last.end_s < span.end_s for span in interviewer)
    to_voice_s = replies[0].start_s - last.end_s if replies else None
    late = to_voice_s is None or to_voice_s > MISSED_S
    started = [span for span in interviewer if first.start_s < span.start_s < last.end_s]
    acknowledged = [span for span in started if played.is_hold and _acknowledges(span, spoken)]
    overlapping = played.while_agent_speaks
    cut_ins = () if overlapping else tuple(_cut_in(one, spoken, played) for one in started if one not in acknowledged)
    stop_ms, for_good, paused = _yielded(played, spoken, received) if overlapping else (None, None, None)
    return CaseHeard(
        voice_to_voice_ms=None if to_voice_s is None or not played.expects_reply else to_voice_s * 1000,
        cut_ins=cut_ins,
        missed=played.expects_reply and late and not still_heard,
        acknowledged=bool(acknowledged),
        barge_in_stop_ms=stop_ms if played.agent_stops else None,
        stopped_for_good=for_good,
        paused=paused,
    )


def _acknowledges(span: Span, spoken: Sequence[Span]) -> bool:
    """Whether this is the short "take your time" behind a request to wait, over before the candidate goes on."""
    soon = span.start_s - spoken[0].end_s <= _ACKNOWLEDGED_WITHIN_S
    short = span.end_s - span.start_s <= _ACKNOWLEDGEMENT_S
    return len(spoken) > 1 and spoken[0].end_s <= span.start_s and span.end_s <= spoken[1].start_s and soon and short


def _cut_in(span: Span, spoken: Sequence[Span], played: Played) -> CutIn:
    pause_s = next(
        (
            after.start_s - before.end_s
            for before, after in pairwise(spoken)
            if before.end_s <= span.start_s < after.start_s
        ),
        None,
    )
    overlaps_s = (min(span.end_s, one.end_s) - max(span.start_s, one.start_s) for one in spoken)
    return CutIn(
        at_s=round(span.start_s - played.begun_s, 3),
        pause_s=None if pause_s is None else round(pause_s, 3),
        audible_ms=round((span.end_s - span.start_s) * 1000, 1),
        overlap_ms=round(sum(max(0.0, overlap_s) for overlap_s in overlaps_s) * 1000, 1),
    )


def _yielded(played: Played, spoken: Sequence[Span], received: Samples) -> tuple[float | None, bool, bool]:
    """Return how soon the interviewer fell silent (ms), whether it did for good, and whether it paused at all."""
    start_s, end_s = spoken[0].start_s, spoken[-1].end_s
    speech = [span for span in audible_spans(received, same_s=_PAUSED_S) if span.start_s < played.until_s]
    interrupted = next((span for span in speech if span.start_s < start_s < span.end_s), None)
    if interrupted is None:
        return None, False, False
    noticed = interrupted.end_s <= end_s + NOTICED_S
    resumed = any(0 < span.start_s - interrupted.end_s < GONE_S for span in speech)
    went_on = resumed and not played.agent_stops  # what follows a real interruption is the reply to it
    return (interrupted.end_s - start_s) * 1000, noticed and not went_on, noticed


def audible_spans(sound: Samples, *, same_s: float = _SAME_SPEECH_S) -> list[Span]:
    """Return the stretches of audible sound at the line's rate; silences up to `same_s` are part of one."""
    loud = np.flatnonzero(np.abs(sound.astype(np.int32)) >= AUDIBLE)
    if not loud.size:
        return []
    breaks = np.flatnonzero(np.diff(loud) > same_s * LINE_RATE_HZ)
    starts = loud[np.concatenate([[0], breaks + 1])]
    ends = loud[np.concatenate([breaks, [loud.size - 1]])] + 1
    hops = np.unique(loud // _HOP)
    return [
        Span(start_s=float(start) / LINE_RATE_HZ, end_s=float(end) / LINE_RATE_HZ)
        for start, end in zip(starts, ends, strict=True)
        if np.count_nonzero((hops >= start // _HOP) & (hops <= (end - 1) // _HOP)) * 0.01 >= _CLICK_S
    ]


def placed_s(case: Samples, sent: Samples, *, from_s: float) -> float:
    """Return when the case's first sample was sent: where its first sound is in what was sent since `from_s`."""
    at = round(from_s * LINE_RATE_HZ)
    heard, own = np.flatnonzero(sent[at:]), np.flatnonzero(case)
    if not heard.size or not own.size:
        return from_s
    return (at + int(heard[0]) - int(own[0])) / LINE_RATE_HZ
