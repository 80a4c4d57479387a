"""Who spoke when, to the sample."""

from array import array
from itertools import zip_longest

import pytest

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.rehearsal.measure import CallMeter, Ear, MeasuredTurn, Span

FRAME = 960


def track(*spans_s: tuple[float, float], length_s: float, level: int = 5000) -> list[Pcm]:
    """A track that is audible in these spans."""
    samples = array("h", bytes(2 * round(length_s * LINE_RATE_HZ)))
    for start_s, end_s in spans_s:
        for place in range(round(start_s * LINE_RATE_HZ), round(end_s * LINE_RATE_HZ)):
            samples[place] = level if place % 2 else -level
    chunks = [samples[at : at + FRAME].tobytes() for at in range(0, len(samples), FRAME)]
    return [Pcm(samples=chunk, sample_rate_hz=LINE_RATE_HZ) for chunk in chunks]


def heard(frames: list[Pcm]) -> list[Span]:
    ear = Ear()
    for frame in frames:
        ear.hear(frame)
    return ear.spans


def measured(
    candidate: list[Pcm], interviewer: list[Pcm], *, answers_s: list[tuple[float, float]]
) -> list[MeasuredTurn]:
    meter = CallMeter()
    begins = {round(start * 50) for start, _ in answers_s}
    ends = {round(end * 50) for _, end in answers_s}
    silence = Pcm(samples=bytes(2 * FRAME), sample_rate_hz=LINE_RATE_HZ)
    for number, (sent, received) in enumerate(zip_longest(candidate, interviewer, fillvalue=silence)):
        if number in begins:
            meter.answer_begins(question_id=f"question-at-{number}")
        meter.slot(sent=sent, heard=received)
        if number in ends:
            meter.answer_has_ended()
    return meter.turns()


def test_speech_is_found_to_the_sample() -> None:
    spans = heard(track((0.5071, 1.2503), length_s=3))

    assert len(spans) == 1
    assert spans[0].start_s == pytest.approx(0.5071, abs=1 / LINE_RATE_HZ)
    assert spans[0].end_s == pytest.approx(1.2503, abs=1 / LINE_RATE_HZ)


def test_hiss_and_a_click_are_no_speech() -> None:
    assert heard(track((0.0, 2.0), length_s=2, level=200)) == []
    assert heard(track((1.0, 1.02), length_s=2)) == []


def test_short_silences_belong_to_speech_and_long_ones_part_it() -> None:
    spans = heard(track((0.2, 0.6), (0.8, 1.4), (2.0, 2.5), length_s=3))

    assert [(round(span.start_s, 2), round(span.end_s, 2)) for span in spans] == [(0.2, 1.4), (2.0, 2.5)]


def test_speech_still_going_on_is_a_span_so_far() -> None:
    ear = Ear()
    for frame in track((0.2, 1.0), length_s=1):
        ear.hear(frame)

    assert ear.spans[0].end_s == pytest.approx(1.0, abs=0.001)
    assert ear.silent_s == pytest.approx(0.0, abs=0.001)


def test_voice_to_voice_is_last_sample_sent_to_first_sample_received() -> None:
    turns = measured(track((1.0, 3.0), length_s=6), track((0.0, 0.5), (3.612, 5.0), length_s=6), answers_s=[(0.9, 3.1)])

    assert len(turns) == 1
    assert turns[0].voice_to_voice_ms == pytest.approx(612, abs=0.1)
    assert turns[0].cut_ins == ()


def test_an_answer_with_pauses_is_one_answer() -> None:
    turns = measured(track((1.0, 2.0), (3.5, 4.5), length_s=8), track((5.0, 6.0), length_s=8), answers_s=[(0.9, 4.6)])

    assert turns[0].answer.end_s == pytest.approx(4.5, abs=0.001)
    assert turns[0].voice_to_voice_ms == pytest.approx(500, abs=1)


def test_an_interviewer_who_begins_during_a_pause_has_cut_in() -> None:
    turns = measured(
        track((1.0, 2.0), (3.5, 4.5), length_s=8), track((2.9, 3.6), (5.0, 6.0), length_s=8), answers_s=[(0.9, 4.6)]
    )

    assert list(turns[0].cut_ins) == pytest.approx([2.9], abs=0.001)
    assert turns[0].voice_to_voice_ms == pytest.approx(500, abs=1)


def test_a_candidate_who_barges_in_has_not_been_cut_off() -> None:
    turns = measured(track((1.0, 3.0), length_s=6), track((0.0, 1.3), (3.5, 4.0), length_s=6), answers_s=[(0.9, 3.1)])

    assert turns[0].cut_ins == ()


def test_an_answer_without_a_reply_has_no_latency() -> None:
    turns = measured(
        track((1.0, 2.0), (4.0, 5.0), length_s=8), track((6.0, 7.0), length_s=8), answers_s=[(0.9, 2.1), (3.9, 5.1)]
    )

    assert [turn.voice_to_voice_ms is None for turn in turns] == [True, False]


def test_an_answer_without_a_sound_is_no_answer() -> None:
    assert measured(track(length_s=3), track((2.5, 2.9), length_s=3), answers_s=[(0.9, 2.1)]) == []
