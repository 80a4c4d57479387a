"""Practices follow their own policy: other voices than interviews have, or the very same slots."""

import asyncio
from pathlib import Path

import pytest

from vivavoce.app.keys import Keys
from vivavoce.app.models import embedded_models, open_slots
from vivavoce.app.practice import open_practice_slots
from vivavoce.app.providers import read_settings_providers
from vivavoce.app.settings import load_settings

MODELS = {"OPENAI_API_KEY": "o", "GOOGLE_API_KEY": "g"}
POLICIES = """\
policies:
  with-gemini: {realtime: [gemini-live]}
  with-openai: {realtime: [openai-realtime], transcript: model}
"""


def slots_by_kind(sessions: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[object, str]]:
    """Return the engine of each kind of session, and the realtime models that may speak in it."""
    monkeypatch.chdir(folder)
    file = folder / "providers.yaml"
    file.write_text(f"format: 1\nsessions: {sessions}\n{POLICIES}", encoding="utf-8")
    settings = load_settings(data_dir=folder, providers_file=file)
    providers = read_settings_providers(settings, keys=Keys(MODELS))
    models = embedded_models(settings)

    async def open_both() -> dict[str, tuple[object, str]]:
        async with (
            open_slots(settings, models, providers) as interview,
            open_practice_slots(settings, models, providers, interview=interview) as practice,
        ):
            kinds = {"interview": interview.engine, "practice": practice.engine}
            return {kind: (engine, engine.models.get("realtime", "")) for kind, engine in kinds.items()}

    return asyncio.run(open_both())


@pytest.mark.parametrize(
    ("sessions", "interview", "practice"),
    [
        ("{practice: with-openai}", "", "openai:gpt-realtime-2.1"),
        ("{interview: with-gemini}", "google:gemini-3.8-live", ""),
        ("{interview: with-gemini, practice: with-openai}", "google:gemini-3.8-live", "openai:gpt-realtime-2.1"),
    ],
)
def test_each_kind_of_session_is_spoken_by_those_its_policy_names(
    sessions: str, interview: str, practice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = slots_by_kind(sessions, tmp_path, monkeypatch)

    assert {kind: names for kind, (_, names) in slots.items()} == {"interview": interview, "practice": practice}


@pytest.mark.parametrize("sessions", ["{}", "{interview: with-gemini, practice: with-gemini}"])
def test_under_one_policy_both_kinds_share_their_engine(
    sessions: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = slots_by_kind(sessions, tmp_path, monkeypatch)

    assert slots["interview"][0] is slots["practice"][0]
