"""Takes the turns of recorded cases with the embedded models over a line in memory, in real time, and prints what came of it.

    python bench/turns_on_loopback.py CASES_DIR [--ids even|odd|all] [--kinds mid,long] [--at-once 2] [--json OUT]

CASES_DIR holds a `manifest.json` and its FLAC files. There is no network in between: over WebRTC times are about 0.1 s longer.
"""

import argparse
import asyncio
import json
import re
import statistics
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.failover import Failover
from vivavoce.domain.latency import LatencyLedger
from vivavoce.domain.ports.voice_engine import Recollection, Reply, TurnPolicy, VoiceState
from vivavoce.domain.role_pack import TurnPatience
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig
from vivavoce.transports.loopback.line import LoopbackLine
from vivavoce.voice.engine import LiveVoiceEngine

QUESTION = "Please tell me about that."
LONG_QUESTION = (
    "I would like to hear about a system that you have built and that you know well. Please begin with what it was for, "
    "and who used it. Then tell me which decisions were yours, and what you would do in another way today."
)
NEXT = "Thank you. What would you do in another way today?"
PATIENCE = TurnPatience(min_silence_s=0.45, max_silence_s=3.2, offer_after_s=15.0)
MISSED_AFTER_S = 4.0
_MOMENT = re.compile(
    r"\b(?:(?:one|a) (?:moment|second|minute)|let me think)(?: to think(?: about (?:that|it))?)?[.?!]*$", re.I
)


@dataclass
class Outcome:
    id: str
    kind: str
    turns: int = 0
    expected_turns: int = 0
    texts: list[str] = field(default_factory=list)
    cut_ins: int = 0
    response_s: float | None = None
    missed: bool = False
    stopped_s: float | None = None
    """Barge-in: first sample of the candidate to last of the interviewer."""
    stopped_for_good: bool | None = None
    ledger: dict[str, float] | None = None


class BenchPartner:
    """Answers every turn with the same question, and leaves the floor when asked for a moment."""

    def __init__(self, case: dict[str, Any]) -> None:
        self._open = case["kind"] != "short"
        self.ended: list[Turn] = []
        self.said: list[Turn] = []
        self.ledgers: list[LatencyLedger] = []
        self.asked = asyncio.Event()

    def policy(self) -> TurnPolicy:
        return TurnPolicy(patience=PATIENCE, open_question=self._open)

    def upcoming(self) -> Sequence[str]:
        return (NEXT,)

    async def prepare(self, turn: Turn, *, exact: bool) -> Reply:
        if _MOMENT.search(turn.text):
            return Reply(id="hold", parts=())
        return Reply(id="next", parts=(NEXT,))

    async def turn_ended(self, turn: Turn, reply: Reply) -> None:
        self.ended.append(turn)

    async def utterance_heard(self, utterance: Turn) -> None: ...

    async def spoke(self, turn: Turn, reply: Reply, *, ledger: LatencyLedger | None) -> None:
        self.said.append(turn)
        self.asked.set()
        if ledger is not None:
            self.ledgers.append(ledger)

    async def silence(self, silent_s: float) -> Reply | None:
        return None

    def state_changed(self, state: VoiceState) -> None: ...

    def caption(self, *, speaker: Speaker, text: str, final: bool, id: str) -> None: ...  # noqa: A002

    def candidate_speaking(self, *, speaking: bool) -> None: ...

    def recollect(self) -> Recollection:
        return Recollection(instructions="", summary="")

    async def echoed(self) -> None: ...

    async def failed_over(self, failover: Failover) -> None: ...


def load(path: Path) -> Pcm:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=LINE_RATE_HZ)
    samples = bytearray()
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                samples += part.to_ndarray().tobytes()
    return Pcm(samples=bytes(samples), sample_rate_hz=LINE_RATE_HZ)


async def run_case(case: dict[str, Any], directory: Path, engine: LiveVoiceEngine) -> Outcome:
    outcome = Outcome(id=case["id"], kind=case["kind"], expected_turns=case["expected"]["candidate_turns"])
    partner, line = BenchPartner(case), LoopbackLine(case["id"])
    conversation = engine.converse(line, partner, starts_at_s=0.0, tap=None, hears=True)
    running = asyncio.create_task(conversation.run())
    overlapping = case["when"] == "while_agent_speaks"
    conversation.say(Reply(id="ask", parts=(LONG_QUESTION if overlapping else QUESTION,)))
    if overlapping:
        while line.played_samples < 0.8 * LINE_RATE_HZ:  # noqa: ASYNC110 - a line counts samples, it rings no bell
            await asyncio.sleep(0.005)
    else:
        await partner.asked.wait()
        await asyncio.sleep(0.3)
    audio = load(directory / case["file"])
    played_at_s = line.heard.duration_s
    line.play(audio)
    await asyncio.sleep(audio.duration_s + MISSED_AFTER_S + 1.0)
    with suppress(TimeoutError):
        async with asyncio.timeout(25.0 if overlapping else 0.1):
            await partner.asked.wait()
    conversation.close()
    await running
    judge(outcome, case, partner, line, played_at_s)
    return outcome


def judge(
    outcome: Outcome, case: dict[str, Any], partner: BenchPartner, line: LoopbackLine, played_at_s: float
) -> None:
    loud = np.abs(np.frombuffer(line.heard.samples, "<i2").astype(np.int32)) > 100
    sounds = np.flatnonzero(loud) / LINE_RATE_HZ
    first, last = case["spans_s"][0][0] + played_at_s, case["spans_s"][-1][1] + played_at_s
    outcome.turns, outcome.texts = len(partner.ended), [turn.text for turn in partner.ended]
    if partner.ledgers:
        outcome.ledger = {key: round(value) for key, value in asdict(partner.ledgers[-1]).items()}
    if case["when"] == "after_question":
        during = sounds[(sounds > first) & (sounds < last)]
        outcome.cut_ins = int(during.size > 0) + int(np.sum(np.diff(during) > 0.5))
        after = sounds[sounds > last]
        outcome.response_s = round(float(after[0] - last), 3) if after.size else None
        outcome.missed = outcome.response_s is None or outcome.response_s > MISSED_AFTER_S
        return
    asked = partner.said[0] if partner.said else None
    outcome.stopped_for_good = asked is None or bool(asked.marks)
    while_speaking = sounds[(sounds > first) & (sounds < first + 1.5)]
    gaps = np.flatnonzero(np.diff(np.concatenate([[first], while_speaking, [first + 99]])) > 0.4)
    outcome.stopped_s = round(float(np.concatenate([[first], while_speaking])[gaps[0]] - first), 3)


def report(outcomes: list[Outcome]) -> dict[str, Any]:
    answers = [one for one in outcomes if one.stopped_for_good is None]
    overlaps = [one for one in outcomes if one.stopped_for_good is not None]
    response = sorted(one.response_s for one in answers if one.response_s is not None)
    prompt = sorted(one.response_s for one in answers if one.response_s is not None and one.response_s < 2.5)
    barge = [one.stopped_s for one in overlaps if one.kind == "barge_in" and one.stopped_s is not None]
    return {
        "cases": len(outcomes),
        "response_p50_s": statistics.median(response) if response else None,
        "response_p95_s": response[int(0.95 * (len(response) - 1))] if response else None,
        "prompt_p50_s": statistics.median(prompt) if prompt else None,
        "split": [one.id for one in answers if one.turns > one.expected_turns],
        "missed": [one.id for one in answers if one.missed or one.turns < one.expected_turns],
        "cut_in": [one.id for one in answers if one.cut_ins],
        "barge_in_stop_s": barge,
        "barge_in_ignored": [one.id for one in overlaps if one.kind == "barge_in" and not one.stopped_for_good],
        "stopped_by_nothing": [one.id for one in overlaps if one.kind != "barge_in" and one.stopped_for_good],
    }


async def main(arguments: argparse.Namespace) -> None:
    cases = json.loads((arguments.cases / "manifest.json").read_text())
    cases = cases if isinstance(cases, list) else cases["cases"]
    if arguments.ids != "all":
        cases = [case for case in cases if int(case["id"].rsplit("-", 1)[1]) % 2 == (arguments.ids == "odd")]
    if arguments.kinds:
        cases = [case for case in cases if case["kind"] in arguments.kinds.split(",")]
    models = EmbeddedModels(EmbeddedModelsConfig())
    await models.start()
    engine = LiveVoiceEngine(
        speech_to_text=models.speech_to_text,
        text_to_speech=models.text_to_speech(),
        end_of_turn=models.end_of_turn,
        backchannel=models.backchannel,
        make_voice_activity=models.voice_activity,
    )
    await engine.ready()
    room = asyncio.Semaphore(arguments.at_once)

    async def one(case: dict[str, Any]) -> Outcome:
        async with room:
            outcome = await run_case(case, arguments.cases, engine)
            print(json.dumps(asdict(outcome)), flush=True)
            return outcome

    outcomes = await asyncio.gather(*(one(case) for case in cases))
    summary = report(list(outcomes))
    print(json.dumps(summary, indent=1))
    if arguments.json:
        arguments.json.write_text(
            json.dumps({"summary": summary, "cases": [asdict(one) for one in outcomes]}, indent=1)
        )
    await engine.aclose()
    await models.aclose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--ids", choices=("even", "odd", "all"), default="all")
    parser.add_argument("--kinds", default="")
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("--json", type=Path, default=None)
    asyncio.run(main(parser.parse_args()))
