"""An ONNX model with few threads, inside a worker."""

from pathlib import Path
from typing import Any


def open_session(path: Path, *, threads: int) -> Any:
    """Open the model; raise `ValueError` when the file is no model that onnxruntime can run."""
    import onnxruntime
    from onnxruntime.capi.onnxruntime_pybind11_state import (
        Fail,
        InvalidArgument,
        InvalidGraph,
        InvalidProtobuf,
        NoSuchFile,
    )

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # the cores are shared with live calls
    try:
        return onnxruntime.InferenceSession(str(path), sess_options=options, providers=["CPUExecutionProvider"])
    except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, NoSuchFile) as error:
        raise ValueError(f"{path} is no usable ONNX model: {error}") from None
