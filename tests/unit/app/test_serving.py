import socket
from pathlib import Path

import pytest

from vivavoce.app.cli.check import examine
from vivavoce.app.serving import listening_socket
from vivavoce.app.settings import Settings, load_settings
from vivavoce.domain.errors import ConfigurationError


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    monkeypatch.chdir(tmp_path)
    return load_settings(data_dir=tmp_path / "data", port=0, web_dir=tmp_path)


def test_a_taken_port_is_named_with_a_free_one_to_try(settings: Settings) -> None:
    with listening_socket(settings) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(ConfigurationError, match=f"port {port} .* is taken") as refused:
            listening_socket(settings.model_copy(update={"port": port}))

    assert f"VIVAVOCE_PORT={port + 1}" in refused.value.fix


def test_an_address_that_is_not_ours_names_the_settings(settings: Settings) -> None:
    with pytest.raises(ConfigurationError) as refused:
        listening_socket(settings.model_copy(update={"host": "192.0.2.1"}))

    assert "VIVAVOCE_HOST" in refused.value.fix


def test_check_names_what_is_missing_and_how_to_fix_it(settings: Settings, tmp_path: Path) -> None:
    broken = settings.model_copy(update={"piper_voice": tmp_path / "nowhere.onnx"})

    found = {finding.what: finding for finding in examine(broken)}

    assert not found["models"].fine
    assert "VIVAVOCE_PIPER_VOICE" in found["models"].fix + found["models"].detail
    assert not found["web app"].fine
    assert "make web" in found["web app"].fix
    assert found["role packs"].fine
    assert found["address"].fine


def test_a_port_that_was_free_while_looking_is_free_afterwards(settings: Settings) -> None:
    list(examine(settings))

    with socket.socket() as again:
        again.bind((settings.host, settings.port))
