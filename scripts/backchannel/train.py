"""Trains the network that tells nods and noises from bids for the floor by how they begin, and says how well it does.

    python scripts/backchannel/train.py --clips CLIPS [CLIPS …] --held-out VOICE … --out backchannel.npz

Needs `torch`, which the platform does not. A folder of clips has a `clips.json` as `speak.py` and `noises.py` write it: of
recorded nods, noises and interruptions just as well. Every clip is heard several times as candidates are: faster or slower,
in noise, by telephone, clipped, soft; the platform's own gate finds where speech begins, and its own encoder hears it, up to
each of the lengths at which the platform asks. Printed is what came out for voices and first words of bids that were not
trained on.
"""

import argparse
import json
import wave
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.ports.hearing import BACKCHANNEL_PRE_ROLL_S, VAD_WINDOW_SAMPLES
from vivavoce.providers.local.model_files import moonshine_files, silero_files
from vivavoce.providers.local.moonshine_encoding import MoonshineEncoder
from vivavoce.providers.local.voice_activity import NarrowBandSilero, TwoBandVoiceActivity
from vivavoce.voice.tuning import TurnTuning
from vivavoce.voice.turn_taking import SpeechGate

TUNING = TurnTuning()
NARROW_BAND = NarrowBandSilero(silero_files().path)
HEARINGS = 4
"""Times that each clip is heard, the first time as it is."""
EPOCHS, BATCH, WIDTH, TAPS = 10, 256, 64, 5
SILENCE_S = 1.2
BEGIN_LIKE_NODS = {"okay", "yeah", "yes", "right"}
BEGIN_LIKE_NODS_WEIGHT = 0.15
""""Right, but …" cannot be told from "Right." by its beginning, and is stopped for when it goes on."""

type Floats = npt.NDArray[np.float32]
type Halves = npt.NDArray[np.float16]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One hearing of one clip: its features at each length asked."""

    is_bid: bool
    held_out: bool
    weight: float
    features: dict[float, Halves]


def main() -> None:
    arguments = _arguments()
    torch.manual_seed(0)
    heard = list(_heard(arguments.clips, held_out=set(arguments.held_out)))
    training = [one for one in heard if not one.held_out]
    print(f"{len(training)} hearings to train on, {len(heard) - len(training)} held out", flush=True)
    rows = np.concatenate([one.features[max(one.features)] for one in training]).astype(np.float32)
    network = Network(mean=rows.mean(axis=0), scale=rows.std(axis=0) + 1e-3)
    _train(network, training)
    network.eval()
    np.savez_compressed(arguments.out, **network.arrays())
    report = [_at(age_s, network, [one for one in heard if one.held_out]) for age_s in TUNING.nod_asked_at_s]
    print(json.dumps(report, indent=1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, nargs="+", required=True)
    parser.add_argument("--held-out", nargs="*", default=[], help="voices to test with only")
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def _heard(folders: list[Path], *, held_out: set[str]) -> Iterator[Heard]:
    encoder = MoonshineEncoder(moonshine_files().path, threads=1)
    rng = np.random.default_rng(0)
    for folder in folders:
        for clip in json.loads((folder / "clips.json").read_text("utf-8")):
            with wave.open(str(folder / clip["file"])) as file:
                sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
            for hearing in range(HEARINGS):
                pcm = _as_heard(sound, rng, plain=hearing == 0)
                features = _features(pcm, encoder, is_noise=clip["kind"] == "noise")
                if features:
                    yield _labelled(clip, features, held_out=held_out)


def _labelled(clip: dict[str, Any], features: dict[float, Halves], *, held_out: set[str]) -> Heard:
    is_bid = clip["kind"] == "bid"
    begins = clip["text"].lower().replace(",", "").split()[:2]
    return Heard(
        is_bid=is_bid,
        held_out=bool(held_out & set(clip["voices"])) or (is_bid and zlib.crc32(" ".join(begins).encode()) % 5 == 0),
        weight=BEGIN_LIKE_NODS_WEIGHT if is_bid and begins[0] in BEGIN_LIKE_NODS else 1.0,
        features=features,
    )


def _as_heard(sound: Floats, rng: np.random.Generator, *, plain: bool) -> npt.NDArray[np.int16]:
    """Return the clip between silences, as a candidate's line may bring it."""
    if not plain and rng.random() < 0.6:
        rate = rng.uniform(0.87, 1.16)
        sound = np.interp(np.arange(int(len(sound) / rate)) * rate, np.arange(len(sound)), sound).astype(np.float32)
    sound = sound / max(1e-4, np.abs(sound).max()) * 0.5
    lead = round(rng.uniform(0.5, 0.8) * HEARING_RATE_HZ)
    sound = np.pad(sound, (lead, round(SILENCE_S * HEARING_RATE_HZ)))
    condition = rng.random()
    if condition < 0.2:
        noise = np.convolve(rng.normal(size=len(sound)), np.ones(rng.integers(1, 12)), "same")
        loudness = np.sqrt(np.mean(sound[np.abs(sound) > 0.01] ** 2))
        sound = sound + noise / noise.std() * loudness * 10 ** (-rng.uniform(8, 25) / 20)
    elif condition < 0.35:
        spectrum, hertz = np.fft.rfft(sound), np.fft.rfftfreq(len(sound), 1 / HEARING_RATE_HZ)
        spectrum[(hertz < rng.uniform(150, 350)) | (hertz > rng.uniform(3000, 3800))] = 0
        sound = np.fft.irfft(spectrum, len(sound))
    elif condition < 0.45:
        sound = np.clip(sound * rng.uniform(2, 7), -0.5, 0.5)
    sound = sound * 10 ** (rng.uniform(-20, 3) / 20) + rng.normal(size=len(sound)) * 10 ** (-rng.uniform(55, 75) / 20)
    return (np.clip(sound, -1, 1) * 32767).astype(np.int16)


def _features(pcm: npt.NDArray[np.int16], encoder: MoonshineEncoder, *, is_noise: bool) -> dict[float, Halves]:
    """Return what the encoder hears up to each length asked; nothing where the gate never opens to a voice."""
    onset_s = _onset_s(pcm)
    if onset_s is None and is_noise:
        onset_s = np.argmax(np.abs(pcm) > np.abs(pcm).max() / 10) / HEARING_RATE_HZ
    if onset_s is None:
        return {}
    begin = round((onset_s - BACKCHANNEL_PRE_ROLL_S) * HEARING_RATE_HZ)
    ends = {age_s: round((onset_s + age_s) * HEARING_RATE_HZ) for age_s in TUNING.nod_asked_at_s}
    return {age_s: encoder.hear(pcm[begin:end].tobytes())[0][0].astype(np.float16) for age_s, end in ends.items()}


def _onset_s(pcm: npt.NDArray[np.int16]) -> float | None:
    gate, activity = SpeechGate(TUNING), TwoBandVoiceActivity(NARROW_BAND)
    window_s = VAD_WINDOW_SAMPLES / HEARING_RATE_HZ
    for number in range(len(pcm) // VAD_WINDOW_SAMPLES):
        window = pcm[number * VAD_WINDOW_SAMPLES : (number + 1) * VAD_WINDOW_SAMPLES]
        start_s = number * window_s
        if gate.push(activity.probability(window.tobytes()), start_s=start_s, end_s=start_s + window_s):
            return gate.onset_s if gate.onset_s > BACKCHANNEL_PRE_ROLL_S else None
    return None


class Network(nn.Module):
    """The layers of `BackchannelNetwork`, with the noise that training needs."""

    def __init__(self, *, mean: Floats, scale: Floats) -> None:
        super().__init__()
        self.mean, self.scale = nn.Buffer(torch.tensor(mean)), nn.Buffer(torch.tensor(scale))
        self.project = nn.Linear(len(mean), WIDTH)
        self.near = nn.Conv1d(WIDTH, WIDTH, TAPS, padding=TAPS // 2)
        self.far = nn.Conv1d(WIDTH, WIDTH, TAPS, padding=TAPS // 2)
        self.verdict = nn.Linear(2 * WIDTH, 1)
        self.dropout = nn.Dropout(0.4)

    def forward(self, features: Tensor) -> Tensor:
        """Return logits (count,) for features (count, rows, width)."""
        given = (features - self.mean) / self.scale
        if self.training:
            given = given + 0.3 * torch.randn_like(given)
        hidden = torch.relu(self.project(self.dropout(given))).transpose(1, 2)
        for layer in (self.near, self.far):
            hidden = torch.relu(layer(self.dropout(hidden)))
        pooled = torch.cat([hidden.mean(dim=2), hidden.amax(dim=2)], dim=1)
        logits: Tensor = self.verdict(self.dropout(pooled))
        return logits[:, 0]

    def arrays(self) -> dict[str, npt.NDArray[np.float16]]:
        """Return the weights as `BackchannelNetwork` reads them, the features' mean and scale folded in."""
        project = self.project.weight / self.scale
        arrays = {"project": project.T, "project_bias": self.project.bias - project @ self.mean}
        for name, layer in (("near", self.near), ("far", self.far)):
            arrays |= {name: layer.weight.permute(2, 1, 0).flatten(0, 1), f"{name}_bias": layer.bias}
        arrays |= {"verdict": self.verdict.weight.T, "verdict_bias": self.verdict.bias}
        return {name: array.detach().numpy().astype(np.float16) for name, array in arrays.items()}


def _train(network: Network, heard: list[Heard]) -> None:
    labels = torch.tensor([float(not one.is_bid) for one in heard])
    weights = torch.tensor([one.weight for one in heard])
    stacks = {age_s: torch.tensor(np.stack([one.features[age_s] for one in heard])) for age_s in TUNING.nod_asked_at_s}
    batches = [(age_s, first) for age_s in stacks for first in range(0, len(heard), BATCH)]
    optimizer = torch.optim.AdamW(network.parameters(), weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=3e-3, total_steps=EPOCHS * len(batches))
    for epoch in range(EPOCHS):
        orders = {age_s: torch.randperm(len(heard)) for age_s in stacks}
        for number in torch.randperm(len(batches)).tolist():
            age_s, first = batches[number]
            chosen = orders[age_s][first : first + BATCH]
            losses = nn.functional.binary_cross_entropy_with_logits(
                network(stacks[age_s][chosen].float()), labels[chosen], weight=weights[chosen]
            )
            optimizer.zero_grad()
            losses.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch + 1} of {EPOCHS}", flush=True)


def _at(age_s: float, network: Network, heard: list[Heard]) -> dict[str, float]:
    """Return how many nods are known, and how many bids are taken for nods, among those whose beginning can tell."""
    with torch.no_grad():
        stack = torch.tensor(np.stack([one.features[age_s] for one in heard]))
        odds = torch.sigmoid(network(stack.float())).numpy()
    nods = np.array([not one.is_bid for one in heard])
    bids = np.array([one.is_bid and one.weight == 1.0 for one in heard])
    return {
        "after_s": age_s,
        "nods": int(nods.sum()),
        "nods_known": round(float(np.mean(odds[nods] >= TUNING.sure_nod)), 3),
        "bids": int(bids.sum()),
        "bids_taken_for_nods": round(float(np.mean(odds[bids] >= TUNING.sure_nod)), 3),
    }


if __name__ == "__main__":
    main()
