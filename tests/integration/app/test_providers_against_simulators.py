"""`vivavoce providers check` against every simulated vendor: each adapter finds its way there by the providers file alone."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import yaml

from vivavoce.app.keys import Keys
from vivavoce.app.provider_checks import CheckResult, check_providers
from vivavoce.app.providers import read_settings_providers
from vivavoce.app.settings import load_settings
from vivavoce.app.simulators import SIMULATORS, open_simulator, spelling_partner
from vivavoce.app.vendors import VENDORS, Parts
from vivavoce.domain.capability import Capability
from vivavoce.providers.amazon.credentials import SIMULATED_CREDENTIALS
from vivavoce.providers.scripted import ScriptedVoiceActivity
from vivavoce.providers.simulation import FaultPlan, Faults, Simulation

pytestmark = pytest.mark.integration

REALTIME, HEARS, WORDS, SPEAKS = (
    Capability.REALTIME,
    Capability.SPEECH_TO_TEXT,
    Capability.LANGUAGE_MODEL,
    Capability.TEXT_TO_SPEECH,
)
ENTRIES: Sequence[tuple[str, Capability, str, str]] = (
    ("openai", REALTIME, "openai", "gpt-realtime-2.1"),
    ("openai-live", REALTIME, "openai", "gpt-live-1"),
    ("grok", REALTIME, "xai", "grok-voice-latest"),
    ("gemini", REALTIME, "google", "gemini-3.8-live"),
    ("nova-sonic", REALTIME, "amazon", "amazon.nova-2-sonic-v1:0"),
    ("deepgram", HEARS, "deepgram", "nova-3"),
    ("deepgram", HEARS, "deepgram", "flux-general-en"),
    ("assemblyai", HEARS, "assemblyai", "universal-streaming-english"),
    ("openai-compatible", HEARS, "openai_compatible", "gpt-4o-mini-transcribe"),
    ("openai-compatible", HEARS, "openai_compatible", "whisper-1"),
    ("elevenlabs", SPEAKS, "elevenlabs", "eleven_flash_v2_5"),
    ("aura", SPEAKS, "deepgram", "aura-2-andromeda-en"),
    ("cartesia", SPEAKS, "cartesia", "sonic-3"),
    ("polly", SPEAKS, "amazon", "generative"),
    ("openai-compatible", SPEAKS, "openai_compatible", "gpt-4o-mini-tts"),
    ("openai-compatible", WORDS, "openai_compatible", "gpt-5-nano"),
    ("openai-compatible", WORDS, "openai", "gpt-5-nano"),
    ("openai-compatible", WORDS, "xai", "grok-5"),
    ("anthropic", WORDS, "anthropic", "claude-haiku-5-5"),
    ("gemini-text", WORDS, "google", "gemini-3.1-flash-lite"),
    ("bedrock", WORDS, "amazon", "amazon.nova-lite-v1:0"),
)
"""Simulator, capability, vendor, model."""
KEYS = {
    "A_KEY": "any",
    "AWS_ACCESS_KEY_ID": SIMULATED_CREDENTIALS.access_key_id,
    "AWS_SECRET_ACCESS_KEY": SIMULATED_CREDENTIALS.secret_access_key,
}


def providers_file(simulations: dict[str, Simulation]) -> str:
    entries = {
        f"p{number}-{simulator}": {
            "capability": capability.value,
            "vendor": vendor,
            "model": model,
            "base_url": simulations[simulator].base_url,
            "key_env": "AWS_ACCESS_KEY_ID" if vendor == "amazon" else "A_KEY",
            "price": "local",
        }
        for number, (simulator, capability, vendor, model) in enumerate(ENTRIES)
    }
    return yaml.safe_dump({"format": 1, "providers": entries})


def check_all(folder: Path, monkeypatch: pytest.MonkeyPatch, *faults: str) -> tuple[list[CheckResult], list[str]]:
    """Serve every simulator, each failing so, and check a provider for each way there is to use it."""

    async def check() -> tuple[list[CheckResult], list[str]]:
        async with AsyncExitStack() as opened:
            partner = spelling_partner()
            simulations = {
                name: await opened.enter_async_context(
                    open_simulator(name, faults=Faults(FaultPlan.parse(faults)), partner=partner)
                )
                for name in SIMULATORS
            }
            monkeypatch.setenv("SSL_CERT_FILE", simulations["gemini"].environment["SSL_CERT_FILE"])
            file = folder / "providers.yaml"
            file.write_text(providers_file(simulations), encoding="utf-8")
            settings = load_settings(data_dir=folder, providers_file=file)
            providers = read_settings_providers(settings, keys=Keys(KEYS))
            parts = Parts(keys=providers.keys, voice_activity=ScriptedVoiceActivity)
            results = await check_providers(providers, parts)
            violations = [each for simulation in simulations.values() for each in simulation.violations]
            return [result for result in results if result.provider.id.startswith("p")], violations

    monkeypatch.chdir(folder)
    return asyncio.run(check())


def test_every_adapter_has_a_simulator_it_is_checked_against() -> None:
    adapted = {(capability, vendor) for capability, vendors in VENDORS.items() for vendor in vendors}

    assert {(capability, vendor) for _, capability, vendor, _ in ENTRIES} == adapted
    assert {simulator for simulator, *_ in ENTRIES} == set(SIMULATORS)


def test_every_vendor_answers_a_handshake_and_sees_nothing_it_does_not_allow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results, violations = check_all(tmp_path, monkeypatch)

    assert {result.provider.id: result.problem for result in results if not result.works} == {}
    assert len(results) == len(ENTRIES)
    assert violations == []


def test_a_refused_key_is_told_as_that_by_every_adapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results, _ = check_all(tmp_path, monkeypatch, "401")

    assert {result.provider.id: result.problem.partition(":")[0] for result in results} == {
        result.provider.id: "refused" for result in results
    }
    assert all(result.fix for result in results)
