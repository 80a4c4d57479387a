"""Directories of cases from anywhere: complete, sparse, or broken in a way that can be said."""

import json
import wave
from pathlib import Path
from typing import Any

import pytest
from bench.turn_cases import CaseError, read_cases
from bench.turn_script import question_before
from bench.turns import OWN_CASES

from tests.unit.bench.recordings import track


def directory(folder: Path, *entries: dict[str, Any], rate_hz: int = 16_000) -> Path:
    """Write a manifest, and for every case 2 s of audio with sound from 0.5 to 1.5 s."""
    for entry in entries:
        with wave.open(str(folder / entry.get("file", f"{entry['id']}.flac")), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate_hz)
            file.writeframes(track(2.0, [(0.5, 1.5)])[:: 48_000 // rate_hz].tobytes())
    (folder / "manifest.json").write_text(json.dumps({"cases": entries}))
    return folder


def test_what_a_manifest_leaves_out_is_worked_out_from_kind_and_sound(tmp_path: Path) -> None:
    folder = directory(tmp_path, {"id": "noise-7", "file": "a.wav"}, {"id": "whisper-1", "kind": "whisper"})

    noise, unknown = read_cases(folder)

    assert (noise.kind, noise.while_agent_speaks, noise.candidate_turns, noise.agent_stops) == ("noise", True, 0, False)
    assert (unknown.while_agent_speaks, unknown.candidate_turns) == (False, 1)
    ((start_s, end_s),) = unknown.spans_s
    assert start_s == pytest.approx(0.5, abs=0.01)
    assert end_s == pytest.approx(1.5, abs=0.01)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 24_000, 48_000])
def test_audio_of_any_rate_keeps_its_length(tmp_path: Path, rate_hz: int) -> None:
    (case,) = read_cases(directory(tmp_path, {"id": "fluent-1", "file": "a.wav"}, rate_hz=rate_hz))

    assert case.audio.sample_rate_hz == 48_000
    assert case.audio.duration_s == pytest.approx(2.0, abs=0.01)


def test_pauses_are_read_off_the_spans_when_they_are_not_listed(tmp_path: Path) -> None:
    entry = {"id": "mid-1", "file": "a.wav", "spans_s": [[0.1, 0.4], [1.0, 1.5], [1.75, 2.0]]}

    (case,) = read_cases(directory(tmp_path, entry))

    assert case.pauses_s == (0.6, 0.25)


def test_a_directory_without_a_manifest_is_told_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"manifest\.json is missing"):
        read_cases(tmp_path)


def test_a_file_that_is_missing_or_is_no_audio_is_named(tmp_path: Path) -> None:
    folder = directory(tmp_path, {"id": "fluent-1", "file": "a.wav"})
    (folder / "a.wav").write_text("words")

    with pytest.raises(CaseError, match=r"a\.wav of case fluent-1 is not audio"):
        read_cases(folder)
    (folder / "a.wav").unlink()
    with pytest.raises(CaseError, match=r"a\.wav is missing"):
        read_cases(folder)


@pytest.mark.parametrize(
    ("manifest", "complaint"),
    [
        ("{", "cannot be read as JSON"),
        ("{}", "expected a list"),
        ('{"cases": [{}]}', "case 1 has no"),
        ('{"cases": []}', "no case of kind any; kinds in the manifest: none"),
    ],
)
def test_a_broken_manifest_is_explained(tmp_path: Path, manifest: str, complaint: str) -> None:
    (tmp_path / "manifest.json").write_text(manifest)

    with pytest.raises(CaseError, match=complaint):
        read_cases(tmp_path)


def test_only_the_kinds_asked_for_are_read_and_a_kind_nobody_has_is_said(tmp_path: Path) -> None:
    folder = directory(tmp_path, {"id": "fluent-1", "file": "a.wav"}, {"id": "mid-1", "file": "b.wav"})

    assert [case.id for case in read_cases(folder, kinds=("mid",))] == ["mid-1"]
    with pytest.raises(CaseError, match="kinds in the manifest: fluent, mid"):
        read_cases(folder, kinds=("midd",))


def test_cases_with_one_id_are_told_apart(tmp_path: Path) -> None:
    folder = directory(tmp_path, {"id": "mid-1", "file": "a.wav"}, {"id": "mid-1", "file": "b.wav"})

    assert [case.id for case in read_cases(folder)] == ["mid-1", "mid-1.2"]


def test_the_cases_that_come_with_the_project_cover_every_kind_in_two_megabytes() -> None:
    cases = read_cases(OWN_CASES)

    assert {case.kind for case in cases} == {
        *("fluent", "short", "mid", "boundary", "long", "hold"),
        *("backchannel", "barge_in", "noise"),
    }
    assert 8 <= len(cases) <= 14
    assert sum(file.stat().st_size for file in OWN_CASES.glob("*.flac")) < 2_000_000


def test_a_question_to_talk_over_is_one_sentence_longer_than_the_case() -> None:
    for case in (case for case in read_cases(OWN_CASES) if case.while_agent_speaks):
        question = question_before(case, 0).text

        assert not {",", ";", ":", "."} & set(question[:-1])
        assert len(question) / 17 > case.audio.duration_s + 2  # nobody speaks faster than 17 letters a second
