"""An utterance: what is decoded, what is settled, and that both stay small."""

from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.providers.incremental.heard_audio import Span
from vivavoce.providers.incremental.placing import Decoded, HeardWord
from vivavoce.providers.incremental.utterance import Utterance
from vivavoce.providers.scripted import ScriptedVoiceActivity, spell
from vivavoce.providers.scripted.spelling import read_words


def decode(utterance: Utterance) -> Span | None:
    """Do what a model would: read the span, put its words on the utterance's clock."""
    span = utterance.span()
    if span is not None:
        words = read_words(Pcm(samples=span.samples, sample_rate_hz=HEARING_RATE_HZ))
        heard = [HeardWord(text=w.text, probability=0.9, at_s=(w.start_s, w.end_s)) for w in words]
        utterance.accept(span, Decoded(words=heard))
    return span


def say(utterance: Utterance, text: str) -> None:
    feed(utterance, spell(text, sample_rate_hz=HEARING_RATE_HZ).samples)


def pause(utterance: Utterance, duration_s: float) -> None:
    feed(utterance, bytes(2 * round(duration_s * HEARING_RATE_HZ)))


def feed(utterance: Utterance, samples: bytes) -> None:
    for start in range(0, len(samples), 640):
        utterance.feed(samples[start : start + 640])


def test_silence_is_never_decoded() -> None:
    utterance = Utterance(ScriptedVoiceActivity())

    pause(utterance, 60)

    assert utterance.span() is None
    assert utterance.covers(utterance.speech_end)


def test_long_silence_between_words_is_left_out_and_their_times_stay_true() -> None:
    utterance = Utterance(ScriptedVoiceActivity())

    say(utterance, "wait")
    pause(utterance, 8)
    say(utterance, "done")
    span = decode(utterance)

    assert span is not None
    assert span.length < 2.5 * HEARING_RATE_HZ
    wait, done = utterance.transcription().words
    assert abs(done.start_s - wait.end_s - 8) < 0.1


def test_nothing_is_decoded_twice_for_the_sake_of_silence() -> None:
    utterance = Utterance(ScriptedVoiceActivity())
    say(utterance, "that is all")
    pause(utterance, 0.2)
    decode(utterance)

    pause(utterance, 20)

    assert utterance.span() is None
    assert utterance.transcription().text == "that is all"


def test_a_pause_behind_a_long_stretch_settles_it() -> None:
    utterance = Utterance(ScriptedVoiceActivity())
    first = "one long sentence that goes on and on and never seems to come to any end whatsoever here"
    say(utterance, first)
    pause(utterance, 0.8)
    decode(utterance)
    say(utterance, "then more")

    span = decode(utterance)

    assert span is not None
    assert span.length < 3 * HEARING_RATE_HZ
    assert utterance.transcription().text == f"{first} then more"


def test_twenty_minutes_without_a_pause_cost_no_more_per_decode_than_one() -> None:
    utterance = Utterance(ScriptedVoiceActivity())
    sentence = "and then another thing "
    longest = 0

    for _ in range(20 * 60 * 15 // len(sentence)):
        say(utterance, sentence)
        span = decode(utterance)
        longest = max(longest, span.length if span else 0)
    text = utterance.transcription().text

    assert longest < 20 * HEARING_RATE_HZ
    assert len(utterance._audio._samples) < 2 * 20 * HEARING_RATE_HZ
    assert text.split() == (sentence * (20 * 60 * 15 // len(sentence))).split()


def test_what_was_fed_at_once_is_decoded_piece_by_piece() -> None:
    utterance = Utterance(ScriptedVoiceActivity())
    sentence = "a clause of an answer that was not decoded in time"
    for _ in range(20):
        say(utterance, sentence)
        pause(utterance, 0.5)

    spans = []
    while (span := decode(utterance)) is not None:
        spans.append(span)

    assert len(spans) > 2
    assert max(span.length for span in spans) <= 24 * HEARING_RATE_HZ
    assert utterance.transcription().text == " ".join([sentence] * 20)
