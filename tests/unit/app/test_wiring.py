from pathlib import Path

import pytest

from vivavoce.app.models import embedded_models, language_model, speech_to_text, text_to_speech
from vivavoce.app.settings import Settings, load_settings


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    monkeypatch.chdir(tmp_path)
    return load_settings(data_dir=tmp_path)


def test_without_settings_every_slot_runs_on_this_machine(settings: Settings) -> None:
    models = embedded_models(settings)

    assert speech_to_text(settings, models).name == "moonshine:tiny-en"
    assert text_to_speech(settings, models).name == "piper:en_US-joe-medium"
    assert language_model(settings) is None


def test_an_endpoint_takes_the_place_of_each_slot(settings: Settings) -> None:
    url = "http://127.0.0.1:9/v1"
    pointed = settings.model_copy(
        update={
            f"{slot}_{what}": value
            for slot in ("stt", "tts", "llm")
            for what, value in {"url": url, "model": "m"}.items()
        }
    )
    models = embedded_models(pointed)
    llm = language_model(pointed)

    assert speech_to_text(pointed, models).name == "endpoint:m"
    assert text_to_speech(pointed, models).name == "endpoint:m:alloy"
    assert llm is not None
    assert llm.name == "endpoint:m"
    assert "speech_to_text" not in models.names()
