"""Sentence embeddings inside the worker: MiniLM on onnxruntime."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vivavoce.providers.local.onnx_session import open_session
from vivavoce.providers.local.wire import Frame

_MAX_TOKENS = 256
"""What the model was trained on; longer texts are cut."""


class SentenceEncoder:
    """Mean pooling over the tokens, then unit length."""

    def __init__(self, header: Mapping[str, Any]) -> None:
        from tokenizers import Tokenizer

        self._session = open_session(Path(header["path"]), threads=header["threads"])
        self._tokenizer = Tokenizer.from_str(Path(header["tokenizer"]).read_text("utf-8"))
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._tokenizer.enable_padding()
        self._inputs = {given.name for given in self._session.get_inputs()}
        self._encode(["warm up"])

    def embed(self, frame: Frame) -> Iterator[Frame | None]:
        """Yield the vectors of the header's texts as 32-bit floats, one after the other."""
        vectors = self._encode(frame.header["texts"])
        yield Frame(header={"dimensions": vectors.shape[1]}, body=vectors.astype("<f4").tobytes())

    def _encode(self, texts: list[str]) -> npt.NDArray[np.float32]:
        encodings = self._tokenizer.encode_batch(texts)
        mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
        ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        weights = mask[:, :, None].astype(np.float32)
        means = (states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
        vectors: npt.NDArray[np.float32] = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
        return vectors
