"""Makes the cases in this directory: spoken by this machine's voice (Piper), with noises made from numbers.

    python bench/cases/make.py

Pauses are spliced in between clauses, so the spans in the manifest are exact. In a text, `|1.5|` is a pause of 1.5 s.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig, VoiceStyle

type Sound = npt.NDArray[np.float64]
"""At `RATE_HZ`, full scale 1."""

HERE = Path(__file__).resolve().parent
RATE_HZ = 24_000
_LEAD_S = 0.3
_TAIL_S = 0.3
_AUDIBLE = 0.01
_FLOOR = 4e-5
"""A room is never quite silent; a file of zeros would be."""
_LEVEL = 0.35

_STYLES = (
    VoiceStyle(name="low", pitch=0.92, pace=1.0),
    VoiceStyle(name="high", pitch=1.12, pace=1.05),
    VoiceStyle(name="slow", pitch=1.04, pace=0.9),
)
_LONG = (
    "Let me go through it in order. |0.7| An order comes in over the gateway, |0.6| and it is written to the queue "
    "before anything else happens. |1.2| The worker takes it, checks the stock, |0.5| and answers the shop."
)
_TEXTS = (
    ("fluent", "I have worked on the booking service for five years, mostly on its data model."),
    ("fluent", "We measured first, found that one query took most of the time, and rewrote it."),
    ("short", "Yes, twice."),
    ("mid", "The hardest part was that |1.5| nobody knew which reports were still read."),
    ("mid", "What I would do in another way is |3| to ask the customers a good deal earlier."),
    ("boundary", "We lost a day of orders last spring. |1| The backup had never been tried."),
    ("boundary", "I would keep both versions running. |2.5| Then I would compare their answers."),
    ("long", _LONG),
    ("hold", "Give me a moment, please. |5| I would begin with the part that is read the most."),
    ("backchannel", "Mhm."),
    ("backchannel", "Okay."),
    ("barge_in", "Sorry, could you say that again?"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    entry: Mapping[str, Any]
    sound: Sound


def main() -> None:
    made = [*asyncio.run(_spoken_cases()), *_noises()]
    for one in made:
        _write(HERE / one.entry["file"], one.sound)
    manifest = {"sample_rate_hz": RATE_HZ, "cases": [one.entry for one in made]}
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(f"{len(made)} cases, {sum(file.stat().st_size for file in HERE.glob('*.flac')) / 1e6:.2f} MB")


async def _spoken_cases() -> list[_Made]:
    models = EmbeddedModels(EmbeddedModelsConfig(hears=False))
    await models.start()
    try:
        return [await _spoken(models, number, kind, text) for number, (kind, text) in enumerate(_TEXTS)]
    finally:
        await models.aclose()


async def _spoken(models: EmbeddedModels, number: int, kind: str, text: str) -> _Made:
    style = _STYLES[number % len(_STYLES)]
    parts = text.split("|")
    pauses_s = [float(pause) for pause in parts[1::2]]
    clauses = [await _clause(models, style, clause.strip()) for clause in parts[::2]]
    pieces, spans_s, at_s = [_silence(_LEAD_S)], [], _LEAD_S
    for clause, pause_s in zip(clauses, [*pauses_s, _TAIL_S], strict=True):
        spans_s.append((round(at_s, 3), round(at_s + len(clause) / RATE_HZ, 3)))
        at_s = spans_s[-1][1] + pause_s
        pieces += [clause, _silence(pause_s)]
    entry = _entry(number, kind, spans_s=spans_s, pauses_s=pauses_s)
    words = " ".join(clause.strip() for clause in parts[::2])
    return _Made(entry={**entry, "voice": f"piper:{style.name}", "text": words}, sound=np.concatenate(pieces))


async def _clause(models: EmbeddedModels, style: VoiceStyle, text: str) -> Sound:
    """Return the clause from its first audible sample to its last, at a common level."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
    samples = bytearray()
    async for pcm in models.text_to_speech(style).speak(text):
        frame = av.AudioFrame(format="s16", layout="mono", samples=pcm.sample_count)
        frame.planes[0].update(pcm.samples)
        frame.sample_rate = pcm.sample_rate_hz
        for part in resampler.resample(frame):
            samples += bytes(part.planes[0])[: 2 * part.samples]
    sound = np.frombuffer(bytes(samples), "<i2") / 32768
    audible = np.flatnonzero(np.abs(sound) > _AUDIBLE)
    cut: Sound = sound[audible[0] : audible[-1] + 1]
    loud: Sound = cut * (_LEVEL / np.abs(cut).max())
    return loud


def _noises() -> list[_Made]:
    numbers = np.random.default_rng(7)
    made = []
    for place, (what, sound) in enumerate((("keyboard", _keyboard(numbers)), ("cough", _cough(numbers)))):
        spans_s = [(_LEAD_S, round(_LEAD_S + len(sound) / RATE_HZ, 3))]
        entry = _entry(len(_TEXTS) + place, "noise", spans_s=spans_s, pauses_s=[])
        whole = np.concatenate([_silence(_LEAD_S), sound, _silence(_TAIL_S)])
        made.append(_Made(entry={**entry, "voice": None, "text": None, "condition": what}, sound=whole))
    return made


def _keyboard(numbers: np.random.Generator) -> Sound:
    """Nine keys in 1.4 s: short bursts that ring off within some milliseconds."""
    sound = np.zeros(round(1.4 * RATE_HZ))
    ring = np.exp(-np.arange(round(0.03 * RATE_HZ)) / (0.004 * RATE_HZ))
    for key in range(9):
        at = round((0.15 * key + numbers.uniform(0, 0.04)) * RATE_HZ)
        sound[at : at + len(ring)] += numbers.normal(0, 0.12, len(ring)) * ring
    return sound


def _cough(numbers: np.random.Generator) -> Sound:
    """Two bursts of breath, louder in their first tenth of a second, with little above 2 kHz."""
    burst = np.exp(-np.arange(round(0.3 * RATE_HZ)) / (0.08 * RATE_HZ))
    parts = []
    for level in (0.5, 0.35):
        breath = np.convolve(numbers.normal(0, level, len(burst)), np.hanning(12) / np.hanning(12).sum(), "same")
        parts += [breath * burst, np.zeros(round(0.1 * RATE_HZ))]
    return np.concatenate(parts)


def _entry(number: int, kind: str, *, spans_s: list[tuple[float, float]], pauses_s: list[float]) -> dict[str, Any]:
    over_the_interviewer = kind in {"backchannel", "barge_in", "noise"}
    case_id = f"{kind}-{number:02}"
    return {
        "id": case_id,
        "kind": kind,
        "file": f"{case_id}.flac",
        "condition": "clean",
        "spans_s": spans_s,
        "pauses_s": pauses_s,
        "when": "while_agent_speaks" if over_the_interviewer else "after_question",
        "expected": {
            "candidate_turns": 0 if kind in {"backchannel", "noise"} else 1,
            "agent_stops": kind == "barge_in",
        },
    }


def _silence(seconds: float) -> Sound:
    return np.zeros(round(seconds * RATE_HZ))


def _write(file: Path, sound: Sound) -> None:
    floor = np.random.default_rng(len(sound)).normal(0, _FLOOR, len(sound))
    samples = (np.clip(sound + floor, -1, 1) * 32767).astype("<i2")
    with av.open(str(file), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE_HZ, layout="mono")
        stream.options = {"compression_level": "12"}
        stream.format = "s16"
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


if __name__ == "__main__":
    main()
