"""The platform as an operator starts it: a process of its own, killed and started again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.integration

START_DEADLINE_S = 90.0


@pytest.fixture
def data_dir() -> Iterator[Path]:
    # Not pytest's own temporary folder: as root the server runs as another user, who may not enter that one.
    directory = Path(tempfile.mkdtemp(prefix="vivavoce-platform-"))
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


def start(data_dir: Path, port: int, **settings: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "VIVAVOCE_DATA_DIR": str(data_dir), "VIVAVOCE_PORT": str(port), **settings}
    return subprocess.Popen([sys.executable, "-m", "vivavoce.app", "serve"], env=environment, stderr=subprocess.PIPE)


def until_healthy(process: subprocess.Popen[bytes], port: int) -> httpx.Response:
    deadline = time.monotonic() + START_DEADLINE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/api/health", timeout=5)
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail("the platform did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def ended(process: subprocess.Popen[bytes], how: signal.Signals) -> tuple[int, str]:
    process.send_signal(how)
    _, said = process.communicate(timeout=60)
    return process.returncode, said.decode()


def test_a_killed_platform_starts_again_on_the_same_data(data_dir: Path) -> None:
    port = free_port()
    first = start(data_dir, port)
    until_healthy(first, port)
    ended(first, signal.SIGKILL)

    second = start(data_dir, port)
    answered = until_healthy(second, port)
    status, said = ended(second, signal.SIGINT)

    assert answered.status_code == 200
    assert status == 0
    assert "Traceback" not in said


def test_a_corrupt_model_file_stops_the_start_and_names_its_setting(data_dir: Path) -> None:
    voice = data_dir / "voice.onnx"
    voice.write_bytes(b"not a model")

    process = start(data_dir, free_port(), VIVAVOCE_PIPER_VOICE=str(voice))
    _, said = process.communicate(timeout=START_DEADLINE_S)

    assert process.returncode == 1
    assert "VIVAVOCE_PIPER_VOICE" in said.decode()
    assert "Traceback" not in said.decode()


def test_a_database_that_does_not_answer_is_said_in_one_message(data_dir: Path) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/none"

    process = start(data_dir, free_port(), VIVAVOCE_DATABASE_URL=url)
    _, said = process.communicate(timeout=START_DEADLINE_S)

    assert process.returncode == 1
    assert "Traceback" not in said.decode()
    assert "VIVAVOCE_DATABASE_URL" in said.decode()
