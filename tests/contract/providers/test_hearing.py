"""What every voice activity, every end-of-turn and every backchannel model does."""

import asyncio
from dataclasses import dataclass

import numpy as np
import pytest

from tests.contract.providers.conftest import to_hearing_rate
from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.ports.hearing import (
    BACKCHANNEL_PRE_ROLL_S,
    VAD_WINDOW_SAMPLES,
    Backchannel,
    EndOfTurn,
    VoiceActivity,
)
from vivavoce.providers.local import EmbeddedModels
from vivavoce.providers.scripted import ScriptedBackchannel, ScriptedEndOfTurn, ScriptedVoiceActivity, spell

TEXT = "I would start with the read path."
NODS = ["Mhm.", "Right.", "Yeah.", "Okay."]
BIDS = ["Sorry, may I ask something first?", "Could you say that again?", "Stop, please, I need a break."]
EMBEDDED = pytest.param("embedded", marks=pytest.mark.integration)


@dataclass(frozen=True, kw_only=True)
class Adapters:
    voice_activity: VoiceActivity
    end_of_turn: EndOfTurn
    backchannel: Backchannel
    speech: bytes
    nods: list[bytes]
    bids: list[bytes]


@pytest.fixture(params=["scripted", EMBEDDED])
def adapters(request: pytest.FixtureRequest, runner: asyncio.Runner) -> Adapters:
    if request.param == "scripted":

        def spelled(text: str) -> bytes:
            return spell(text, sample_rate_hz=HEARING_RATE_HZ).samples

        return Adapters(
            voice_activity=ScriptedVoiceActivity(),
            end_of_turn=ScriptedEndOfTurn(),
            backchannel=ScriptedBackchannel(),
            speech=spelled(TEXT),
            nods=[spelled(text) for text in NODS],
            bids=[spelled(text) for text in BIDS],
        )
    models: EmbeddedModels = request.getfixturevalue("embedded")

    async def speak(text: str) -> bytes:
        return b"".join([to_hearing_rate(piece) async for piece in models.text_to_speech().speak(text)])

    def spoken(text: str) -> bytes:
        return runner.run(speak(text))

    return Adapters(
        voice_activity=models.voice_activity(),
        end_of_turn=models.end_of_turn,
        backchannel=models.backchannel,
        speech=spoken(TEXT),
        nods=[_from_onset(spoken(text)) for text in NODS],
        bids=[_from_onset(spoken(text)) for text in BIDS],
    )


def _from_onset(speech: bytes) -> bytes:
    """Return the speech as a backchannel model gets it: from a little before its first sound."""
    loud = np.flatnonzero(np.abs(np.frombuffer(speech, "<i2").astype(np.int32)) > 1000)
    pre_roll = round(BACKCHANNEL_PRE_ROLL_S * HEARING_RATE_HZ)
    return bytes(2 * pre_roll) + speech[2 * int(loud[0]) :]


def windows(samples: bytes) -> list[bytes]:
    size = 2 * VAD_WINDOW_SAMPLES
    return [samples[start : start + size] for start in range(0, len(samples) - size + 1, size)]


def test_speech_is_active_and_silence_is_not(adapters: Adapters) -> None:
    speaking = [adapters.voice_activity.probability(window) for window in windows(adapters.speech)]
    adapters.voice_activity.reset()
    silent = [adapters.voice_activity.probability(window) for window in windows(bytes(2 * HEARING_RATE_HZ))]

    assert np.median(speaking) > 0.8
    assert max(silent) < 0.2


def test_a_window_of_the_wrong_size_is_refused(adapters: Adapters) -> None:
    with pytest.raises(ValueError, match=str(VAD_WINDOW_SAMPLES)):
        adapters.voice_activity.probability(bytes(100))


@pytest.mark.parametrize("length_s", [0.3, 1.2, 2.0])
def test_the_end_of_a_turn_has_a_probability_for_any_length(
    adapters: Adapters, length_s: float, runner: asyncio.Runner
) -> None:
    samples = adapters.speech[-2 * round(length_s * HEARING_RATE_HZ) :]

    assert 0.0 <= runner.run(adapters.end_of_turn.probability(samples)) <= 1.0


def test_a_finished_sentence_is_likelier_an_end_than_a_half_one(adapters: Adapters, runner: asyncio.Runner) -> None:
    pause = bytes(2 * round(0.2 * HEARING_RATE_HZ))
    middle = adapters.speech[: len(adapters.speech) // 4 * 2]

    finished = runner.run(adapters.end_of_turn.probability(adapters.speech + pause))
    broken_off = runner.run(adapters.end_of_turn.probability(middle + pause))

    assert finished > broken_off


@pytest.mark.parametrize("length_s", [0.1, 0.4, 2.0])
def test_a_backchannel_has_a_probability_for_any_length(
    adapters: Adapters, length_s: float, runner: asyncio.Runner
) -> None:
    samples = adapters.speech[: 2 * round(length_s * HEARING_RATE_HZ)]

    assert 0.0 <= runner.run(adapters.backchannel.probability(samples)) <= 1.0


def test_nods_are_likelier_backchannels_than_bids_once_they_have_begun(
    adapters: Adapters, runner: asyncio.Runner
) -> None:
    begun = 2 * round((BACKCHANNEL_PRE_ROLL_S + 0.45) * HEARING_RATE_HZ)

    nods = [runner.run(adapters.backchannel.probability(nod[:begun])) for nod in adapters.nods]
    bids = [runner.run(adapters.backchannel.probability(bid[:begun])) for bid in adapters.bids]

    assert min(nods) > max(bids)
    assert np.mean(nods) > 0.5 > np.mean(bids)
