"""The providers of this process: keys, models, costs, handshakes."""

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from vivavoce.app.cli import application
from vivavoce.app.keys import Keys
from vivavoce.app.provider_checks import check_providers
from vivavoce.app.providers import Providers, cost_per_minute, open_models, read_settings_providers
from vivavoce.app.settings import load_settings
from vivavoce.app.simulators import open_simulator, spelling_partner
from vivavoce.app.vendors import VENDORS, Parts
from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import ConfigurationError, ProvidersFileError
from vivavoce.providers.scripted import ScriptedVoiceActivity, spell
from vivavoce.providers.simulation import FaultPlan, Faults
from vivavoce.routing.policy import SessionKind
from vivavoce.routing.provider import CASCADE

MINE = """\
format: 1
sessions: {interview: mine}
policies:
  mine: {realtime: [gemini-live], language_model: [here]}
providers:
  here:
    capability: language_model
    vendor: openai_compatible
    base_url: http://127.0.0.1:9/v1
    model: small
    price: local
"""
MINE_THAT_HEARS = """\
format: 1
sessions: {{interview: mine}}
policies:
  mine: {{speech_to_text: [ears]}}
providers:
  ears:
    capability: speech_to_text
    vendor: deepgram
    model: nova-3
    base_url: {url}
    key_env: A_KEY
    keyterms: [Tokio, event sourcing]
    price: deepgram/nova-3
"""


def providers_from(
    text: str, folder: Path, monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str]
) -> Providers:
    monkeypatch.chdir(folder)
    file = folder / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    settings = load_settings(data_dir=folder, providers_file=file)
    return read_settings_providers(settings, keys=Keys(environment))


def test_a_key_comes_from_its_variable_or_from_the_file_another_names(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sk-from-a-file\n", encoding="utf-8")
    keys = Keys({"A_KEY": "sk-plain", "B_KEY_FILE": str(tmp_path / "key"), "C_KEY_FILE": str(tmp_path / "gone")})

    assert keys.secret("A_KEY") == SecretStr("sk-plain")
    assert keys.secret("B_KEY") == SecretStr("sk-from-a-file")
    assert keys.secret("D_KEY") == SecretStr("")
    assert "sk-" not in repr(keys)
    with pytest.raises(ConfigurationError, match="C_KEY_FILE names"):
        keys.secret("C_KEY")


def test_an_access_key_needs_its_secret_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    providers = providers_from("format: 1\n", tmp_path, monkeypatch, {"AWS_ACCESS_KEY_ID": "AKIA"})

    assert providers.keys.missing(providers.config.providers["nova-sonic"]) == ("AWS_SECRET_ACCESS_KEY",)
    assert "nova-sonic" not in providers.config.usable


def test_only_models_that_a_policy_in_use_names_are_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"GOOGLE_API_KEY": "g", "OPENAI_API_KEY": "o"}
    providers = providers_from(MINE, tmp_path, monkeypatch, environment)

    async def build() -> tuple[list[str], list[str]]:
        async with open_models(providers, SessionKind.INTERVIEW, voice_activity=ScriptedVoiceActivity) as models:
            return list(models.realtime), list(models.language_model)

    assert asyncio.run(build()) == (["gemini-live"], ["here"])
    routes = providers.router.candidates
    assert [
        route.id for route in asyncio.run(_in_a_loop(lambda: routes(Capability.REALTIME, SessionKind.INTERVIEW)))
    ] == [
        "gemini-live",
        CASCADE,
    ]


async def _in_a_loop[T](work: Callable[[], T]) -> T:
    return work()


def test_a_providers_file_that_names_a_provider_without_its_key_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ProvidersFileError, match="gemini-live has no key: set GOOGLE_API_KEY"):
        providers_from(MINE, tmp_path, monkeypatch, {})


def test_every_shipped_provider_has_an_adapter_a_price_and_a_modelled_cost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    providers = providers_from("format: 1\n", tmp_path, monkeypatch, {})

    costs = cost_per_minute(providers.config, providers.prices)

    for provider in providers.config.providers.values():
        assert provider.vendor in VENDORS[provider.capability]
        assert 0 < costs[provider.id] < 0.15, provider.id


def test_an_operators_keyterms_come_before_the_roles_in_every_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def listen() -> list[tuple[str, ...]]:
        async with open_simulator("deepgram", faults=Faults(FaultPlan()), partner=spelling_partner()) as simulation:
            text = MINE_THAT_HEARS.format(url=simulation.base_url)
            providers = providers_from(text, tmp_path, monkeypatch, {"A_KEY": "any"})
            async with open_models(providers, SessionKind.INTERVIEW, voice_activity=ScriptedVoiceActivity) as models:
                listening = await models.speech_to_text["ears"].listen(vocabulary=["gRPC"])
                listening.feed(spell("Hello.", sample_rate_hz=HEARING_RATE_HZ).samples)
                await listening.settle()
                await listening.aclose()
            return simulation.keyterms

    assert asyncio.run(listen()) == [("Tokio", "event sourcing", "gRPC")]


def test_a_check_tells_apart_what_has_no_key_and_what_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = MINE.replace("realtime: [gemini-live], ", "")
    providers = providers_from(text, tmp_path, monkeypatch, {})
    parts = Parts(keys=providers.keys, voice_activity=ScriptedVoiceActivity)

    results = {result.provider.id: result for result in asyncio.run(check_providers(providers, parts))}

    assert results["openai-realtime"].problem == "no key"
    assert "OPENAI_API_KEY" in results["openai-realtime"].fix
    assert not results["here"].works
    assert results["here"].problem.startswith("unreachable: ")
    assert "base_url of here" in results["here"].fix


def test_the_command_line_lists_providers_and_models_costs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIVAVOCE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-never-shown")
    command = CliRunner()

    listed = command.invoke(application, ["providers", "list", "--json"])
    costs = command.invoke(application, ["cost", "--json", "--policy", "hybrid"])
    schema = command.invoke(application, ["providers", "schema"])

    rows = {row["provider"]: row for row in json.loads(listed.stdout)}
    assert rows["openai-realtime"]["key"] == "there"
    assert rows["gemini-live"]["key"] == "set GOOGLE_API_KEY"
    assert "sk-never-shown" not in listed.stdout
    cost = json.loads(costs.stdout)
    assert cost["managed"]["usd_per_minute"] == pytest.approx(0.139)
    assert cost["routes"][0]["usd_per_minute"] < 0.03
    assert {"openai-realtime", "cascade", "this machine"} <= {route["route"] for route in cost["routes"]}
    assert json.loads(schema.stdout)["title"] == "Viva Voce providers"
