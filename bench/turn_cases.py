"""Spoken answers with exact spans: read from a directory, or made on the spot with the machine's own voice.

The format is a `manifest.json` beside the audio files: per case its `kind`, the `spans_s` of speech, the `pauses_s` between
them, `when` to play it (`after_question` or `while_agent_speaks`), and the candidate turns `expected`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.ports.text_to_speech import TextToSpeech

_LEAD_S = 0.3
_AUDIBLE = 300
"""Of 32768: where a synthesised clause begins and ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCase:
    """One thing a candidate says. Times are seconds from the beginning of `audio`."""

    id: str
    kind: str
    audio: Pcm
    spans_s: tuple[tuple[float, float], ...]
    pauses_s: tuple[float, ...]
    while_agent_speaks: bool
    candidate_turns: int


def read_cases(folder: Path, *, kinds: Sequence[str]) -> list[TurnCase]:
    """Return the cases of these kinds, in the manifest's order."""
    manifest = json.loads((folder / "manifest.json").read_text())
    return [
        TurnCase(
            id=case["id"],
            kind=case["kind"],
            audio=_decoded(folder / case["file"]),
            spans_s=tuple((start, end) for start, end in case["spans_s"]),
            pauses_s=tuple(case["pauses_s"]),
            while_agent_speaks=case["when"] == "while_agent_speaks",
            candidate_turns=case["expected"]["candidate_turns"],
        )
        for case in manifest["cases"]
        if case["kind"] in kinds and case["spans_s"]
    ]


async def made_cases(voice: TextToSpeech, *, kinds: Sequence[str]) -> list[TurnCase]:
    """Return cases spoken by this voice; `|1.5|` in a text is a pause of 1.5 s."""
    cases = []
    for kind, texts in _TEXTS.items():
        for number, text in enumerate(texts if kind in kinds else ()):
            cases.append(await _made(voice, f"{kind}-{number:02}", kind, text))
    return cases


async def _made(voice: TextToSpeech, case_id: str, kind: str, text: str) -> TurnCase:
    parts = text.split("|")
    audio = bytearray(Pcm.silence(_LEAD_S, sample_rate_hz=LINE_RATE_HZ).samples)
    spans: list[tuple[float, float]] = []
    for clause, pause in zip(parts[::2], [*parts[1::2], "0"], strict=True):
        speech = _trimmed(await _spoken(voice, clause))
        start_s = len(audio) / 2 / LINE_RATE_HZ
        audio += speech
        spans.append((start_s, len(audio) / 2 / LINE_RATE_HZ))
        audio += Pcm.silence(float(pause), sample_rate_hz=LINE_RATE_HZ).samples
    return TurnCase(
        id=case_id,
        kind=kind,
        audio=Pcm(samples=bytes(audio), sample_rate_hz=LINE_RATE_HZ),
        spans_s=tuple(spans),
        pauses_s=tuple(float(pause) for pause in parts[1::2]),
        while_agent_speaks=kind == "barge_in",
        candidate_turns=1,
    )


async def _spoken(voice: TextToSpeech, text: str) -> bytes:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=LINE_RATE_HZ)
    samples = bytearray()
    async for pcm in voice.speak(text):
        frame = av.AudioFrame(format="s16", layout="mono", samples=pcm.sample_count)
        frame.planes[0].update(pcm.samples)
        frame.sample_rate = pcm.sample_rate_hz
        samples += _joined(resampler.resample(frame))
    return bytes(samples + _joined(resampler.resample(None)))


def _trimmed(samples: bytes) -> bytes:
    levels = memoryview(samples).cast("h")
    audible = [place for place, level in enumerate(levels) if abs(level) > _AUDIBLE]
    return bytes(levels[audible[0] : audible[-1] + 1]) if audible else samples


def _decoded(file: Path) -> Pcm:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=LINE_RATE_HZ)
    samples = bytearray()
    with av.open(str(file)) as container:
        for frame in container.decode(audio=0):
            samples += _joined(resampler.resample(frame))
    samples += _joined(resampler.resample(None))
    return Pcm(samples=bytes(samples), sample_rate_hz=LINE_RATE_HZ)


def _joined(frames: Sequence[av.AudioFrame]) -> bytes:
    return b"".join(bytes(frame.planes[0])[: 2 * frame.samples] for frame in frames)


_TEXTS: dict[str, tuple[str, ...]] = {
    "fluent": (
        "I have been a backend engineer for six years, mostly on payment systems.",
        "We added an index and cached the hot queries, and latency dropped by half.",
        "I would use a token bucket in front of every service and share its state in memory.",
        "My manager and I disagreed about the date, so I brought numbers and we cut the scope.",
        "First I reproduce the fault, then I write a test for it, and only then I change the code.",
        "The nightly job failed twice, so we split it into smaller steps that can be repeated.",
        "Most of my work was on the search service, from the data model to the interface.",
        "We kept both versions running for a week and compared their answers before we switched.",
    ),
    "short": (
        "About four years.",
        "No, not in production.",
        "Yes, I have done that twice.",
        "I do not know.",
    ),
    "mid": (
        "The main problem was that |1.5| the queue kept growing faster than we could read it.",
        "In my last role I was responsible for |1.5| the whole data pipeline and its alerts.",
        "We decided to move the service because |1.5| the old deployment took an hour.",
        "I told the customer that |1.5| we could not ship it on Friday.",
        "The way I would shard that is |3| by tenant, since most queries stay inside one.",
        "What I learned from this was |3| to ask for help a good deal earlier.",
        "The reason it was slow is that |3| the planner had chosen the wrong join.",
        "If I had to do it again I would |3| start with a smaller prototype.",
    ),
    "boundary": (
        "We had an outage last winter. |1.5| A certificate had expired and nobody was warned.",
        "I would first measure where the time goes. |1.5| Then I would look at the slowest part.",
        "I led the migration. |1.5| It took about nine months.",
        "Two engineers wanted different frameworks. |3| So I asked both to build a small example.",
    ),
    "barge_in": (
        "Sorry, may I ask something first?",
        "Wait, I did not understand that.",
        "Could you speak a little slower, please?",
        "I would like to correct my last answer.",
    ),
}
