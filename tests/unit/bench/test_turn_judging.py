"""What the turn-taking bench finds in recordings whose every sample is known."""

from collections.abc import Sequence

import numpy as np
import pytest
from bench.turn_judging import CaseHeard, Played, audible_spans, judge, placed_s

from tests.unit.bench.recordings import track

BEGUN_S = 10.0
ONE_PAUSE = ((0.3, 2.0), (3.5, 5.0))
"""An answer with a pause of 1.5 s: it is spoken from 10.3 to 12.0 and from 13.5 to 15.0."""


def judged(
    interviewer_s: Sequence[tuple[float, float]],
    *,
    spans_s: tuple[tuple[float, float], ...] = ONE_PAUSE,
    over_it: bool = False,
    stops: bool = False,
    replies: bool = True,
    hold: bool = False,
) -> CaseHeard:
    played = Played(
        begun_s=BEGUN_S,
        spans_s=spans_s,
        until_s=30.0,
        while_agent_speaks=over_it,
        agent_stops=stops,
        expects_reply=replies,
        is_hold=hold,
    )
    return judge(played, track(30.0, interviewer_s, hiss=200))


def test_voice_to_voice_runs_from_the_last_span_to_the_first_audible_sample() -> None:
    heard = judged([(5.0, 8.0), (15.64, 18.0)])

    assert heard.voice_to_voice_ms == pytest.approx(640, abs=0.1)
    assert heard.cut_ins == ()
    assert not heard.missed


@pytest.mark.parametrize(("reply_at_s", "missed"), [(18.99, False), (19.01, True)])
def test_an_end_is_missed_after_four_seconds(reply_at_s: float, missed: bool) -> None:
    assert judged([(reply_at_s, reply_at_s + 2)]).missed is missed


def test_silence_for_ever_is_a_missed_end_without_a_gap() -> None:
    heard = judged([(5.0, 8.0)])

    assert heard.missed
    assert heard.voice_to_voice_ms is None


def test_a_cut_in_knows_its_pause_and_how_long_both_spoke() -> None:
    heard = judged([(13.3, 13.75), (15.5, 18.0)])

    (cut_in,) = heard.cut_ins
    assert cut_in.at_s == pytest.approx(3.3, abs=0.01)
    assert cut_in.pause_s == 1.5
    assert cut_in.audible_ms == pytest.approx(450, abs=1)
    assert cut_in.overlap_ms == pytest.approx(250, abs=1)
    assert heard.voice_to_voice_ms == pytest.approx(500, abs=0.1)


def test_a_cut_in_taken_back_within_the_pause_overlaps_nothing() -> None:
    (cut_in,) = judged([(12.5, 13.0), (15.5, 18.0)]).cut_ins

    assert cut_in.overlap_ms == 0


def test_a_cut_in_during_speech_belongs_to_no_pause() -> None:
    (cut_in,) = judged([(11.0, 11.4), (15.5, 18.0)]).cut_ins

    assert cut_in.pause_s is None


def test_talking_over_the_end_of_an_answer_is_a_cut_in_but_not_a_missed_end() -> None:
    heard = judged([(14.5, 17.5)])

    assert len(heard.cut_ins) == 1
    assert not heard.missed


def test_the_rest_of_the_question_is_no_cut_in() -> None:
    assert judged([(8.0, 10.8), (15.5, 18.0)]).cut_ins == ()


def test_a_click_is_not_a_voice() -> None:
    assert judged([(12.5, 12.52), (15.5, 18.0)]).cut_ins == ()


def test_take_your_time_after_a_request_to_wait_is_no_cut_in_but_a_question_into_the_answer_is() -> None:
    spans_s = ((0.3, 2.0), (8.0, 10.0))

    kind = judged([(12.6, 13.6), (20.7, 22.0)], spans_s=spans_s, hold=True)
    pushing = judged([(15.5, 18.4), (20.7, 22.0)], spans_s=spans_s, hold=True)

    assert kind.acknowledged
    assert kind.cut_ins == ()
    assert len(pushing.cut_ins) == 1


def test_a_barge_in_stop_is_timed_from_the_first_word_to_the_last_sound() -> None:
    heard = judged([(9.0, 10.48), (13.0, 15.0)], spans_s=((0.3, 2.0),), over_it=True, stops=True)

    assert heard.barge_in_stop_ms == pytest.approx(180, abs=0.1)
    assert heard.stopped_for_good
    assert heard.voice_to_voice_ms == pytest.approx(1000, abs=0.1)


@pytest.mark.parametrize(
    ("interviewer_s", "paused", "for_good"),
    [
        ([(9.0, 18.0)], False, False),
        ([(9.0, 10.5), (11.6, 18.0)], True, False),
        ([(9.0, 10.5), (12.9, 18.0)], True, False),
        ([(9.0, 10.5)], True, True),
        ([(9.0, 10.5), (15.5, 18.0)], True, True),
        ([(9.0, 10.5), (10.6, 18.0)], False, False),
    ],
    ids=["goes on", "short pause", "resumes after two seconds", "gives up", "comes back too late", "takes a breath"],
)
def test_a_nod_leaves_the_interviewer_talking_makes_it_pause_or_stops_it(
    interviewer_s: list[tuple[float, float]], *, paused: bool, for_good: bool
) -> None:
    heard = judged(interviewer_s, spans_s=((0.3, 0.8),), over_it=True, replies=False)

    assert (heard.paused, heard.stopped_for_good) == (paused, for_good)
    assert heard.barge_in_stop_ms is None
    assert not heard.missed


def test_hiss_is_not_audible_and_short_silences_do_not_split_a_sentence() -> None:
    spans = audible_spans(track(6.0, [(1.0, 2.0), (2.2, 3.0), (4.0, 5.0)], hiss=200))

    assert [(round(span.start_s, 3), round(span.end_s, 3)) for span in spans] == [(1.0, 3.0), (4.0, 5.0)]


def test_a_case_is_placed_by_its_first_sound_in_what_was_sent() -> None:
    case = track(2.0, [(0.3, 1.7)])
    sent = np.concatenate([track(7.0, [(1.0, 2.0)]), np.zeros(2000, np.int16), case])

    assert placed_s(case, sent, from_s=6.5) == pytest.approx(7.0 + 2000 / 48_000)
