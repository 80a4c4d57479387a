"""What an outage drill is told on the command line."""

from pathlib import Path

import pytest
import yaml

from vivavoce.app.drills import Drill, providers_document, shipped_entry, simulated_entry
from vivavoce.app.providers import read_settings_providers
from vivavoce.app.settings import load_settings
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import InvalidInputError
from vivavoce.routing.policy import SessionKind


def test_vendors_are_taken_in_order_and_faults_strike_the_first_unless_another_is_named() -> None:
    drill = Drill.parse("simulated:openai, simulated:grok,local", ["60s=cut", "turn2=grok:stall", "90s=silent"])

    assert drill.vendors == ("openai", "grok")
    assert drill.faults == {"openai": ("cut@60s", "silent@90s"), "grok": ("stall@turn2",)}


def test_this_machine_alone_is_a_drill_of_nobody() -> None:
    assert Drill.parse("local", []).vendors == ()


@pytest.mark.parametrize(
    ("providers", "fault", "says"),
    [
        ("simulated:nobody", "60s=cut", "no provider 'simulated:nobody'"),
        ("openai", "60s=cut", "no provider 'openai'"),
        ("local,simulated:openai", "60s=cut", "last resort"),
        ("simulated:openai", "cut", "'cut' is no fault"),
        ("simulated:openai", "60s=explode", "explode"),
        ("simulated:openai", "60s=grok:cut", "does not take part"),
        ("local", "60s=cut", "does not take part"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_started(providers: str, fault: str, says: str) -> None:
    with pytest.raises(InvalidInputError, match=says) as refused:
        Drill.parse(providers, [fault])

    assert refused.value.fix


def test_a_platform_can_read_the_file_that_points_it_at_simulated_vendors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "simulated")
    monkeypatch.setenv("XAI_API_KEY", "simulated")
    providers = read_settings_providers(load_settings(data_dir=tmp_path))
    entries = {
        name: simulated_entry(shipped_entry(providers, name), "http://127.0.0.1:1/v1") for name in ("openai", "grok")
    }
    file = tmp_path / "providers.yaml"
    file.write_text(yaml.safe_dump(providers_document(entries)), encoding="utf-8")

    read = read_settings_providers(load_settings(data_dir=tmp_path, providers_file=file))

    assert {"openai", "grok"} <= set(read.config.usable)
    assert read.config.policy_of[SessionKind.INTERVIEW].candidates[Capability.REALTIME] == ("openai", "grok")
