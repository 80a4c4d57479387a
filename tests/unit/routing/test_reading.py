"""The providers file: what it says, and what is refused with line and fix."""

from collections.abc import Callable
from dataclasses import fields

import pytest

from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.domain.errors import ProvidersFileError
from vivavoce.routing.policy import SessionKind
from vivavoce.routing.price_book import shipped_price_book
from vivavoce.routing.provider import Provider
from vivavoce.routing.reading import (
    ProvidersConfig,
    ProvidersFile,
    Surroundings,
    read_providers,
    shipped_providers_file,
)
from vivavoce.routing.schema import ProfileModel, providers_json_schema

VENDORS = {
    Capability.REALTIME: frozenset({"openai", "google", "xai", "amazon"}),
    Capability.SPEECH_TO_TEXT: frozenset({"assemblyai", "deepgram", "openai_compatible"}),
    Capability.LANGUAGE_MODEL: frozenset({"anthropic", "openai_compatible"}),
    Capability.TEXT_TO_SPEECH: frozenset({"deepgram", "elevenlabs", "openai_compatible"}),
}
GOOD = """\
format: 1
sessions:
  interview: mine
policies:
  mine:
    realtime: [talker]
    speech_to_text: [ears]
providers:
  talker:
    capability: realtime
    vendor: openai
    model: gpt-realtime-2.1
    region: eu-west-1
    baa: true
    key_env: TALKER_KEY
    price: openai/gpt-realtime-2.1
    profile: {session_limit_s: 1800, regions: [eu-west-1]}
    deadlines: {first_audio_s: 0.9}
  ears:
    capability: speech_to_text
    vendor: openai_compatible
    base_url: http://127.0.0.1:9000/v1/
    model: small
    price: local
    keyterms: [Kubernetes]
"""


def read(text: str, *, has_key: Callable[[Provider], bool] = lambda _: True) -> ProvidersConfig:
    surroundings = Surroundings(vendors=VENDORS, prices=shipped_price_book(), has_key=has_key)
    return read_providers([shipped_providers_file(), ProvidersFile(text=text, file="mine.yaml")], surroundings)


def faults(text: str, *, has_key: Callable[[Provider], bool] = lambda _: True) -> list[str]:
    with pytest.raises(ProvidersFileError) as refused:
        read(text, has_key=has_key)
    return [str(fault) for fault in refused.value.faults]


def test_what_is_shipped_works_without_any_key_and_stays_on_this_machine() -> None:
    config = read_providers(
        [shipped_providers_file()],
        Surroundings(vendors=VENDORS, prices=shipped_price_book(), has_key=lambda _: False),
    )

    assert config.usable == {}
    assert not any(names for policy in config.policy_of.values() for names in policy.candidates.values())


def test_an_own_file_is_laid_over_the_shipped_one() -> None:
    config = read(GOOD)

    talker, ears = config.providers["talker"], config.providers["ears"]
    assert config.sessions == {SessionKind.INTERVIEW: "mine", SessionKind.PRACTICE: "embedded"}
    assert config.policy_of[SessionKind.INTERVIEW].candidates[Capability.REALTIME] == ("talker",)
    assert talker.profile_overrides == {"session_limit_s": 1800.0, "regions": ("eu-west-1",)}
    assert (talker.deadlines.first_audio_s, talker.deadlines.slow_s, talker.deadlines.connect_s) == (0.9, 0.9, 3.0)
    assert ears.base_url == "http://127.0.0.1:9000/v1"
    assert "openai-realtime" in config.providers


def test_corrections_and_the_agreement_are_applied_to_the_adapters_profile() -> None:
    talker = read(GOOD).providers["talker"]

    profile = talker.profile(CapabilityProfile(capability=Capability.REALTIME, truncates=True, session_limit_s=3600.0))

    assert (profile.session_limit_s, profile.truncates, profile.baa) == (1800.0, True, True)


def test_a_provider_whose_key_is_missing_is_merely_unavailable_while_nobody_asks_for_it() -> None:
    config = read("format: 1\n", has_key=lambda provider: provider.vendor == "google")

    assert "openai-realtime" in config.providers
    assert "openai-realtime" not in config.usable


@pytest.mark.parametrize(
    ("old", "new", "where", "why"),
    [
        ("vendor: openai\n", "vendor: opneai\n", "11: providers.talker.vendor", "did you mean openai?"),
        ("[talker]", "[talkre]", "6: policies.mine.realtime[0]", "there is no provider 'talkre'; did you mean talker?"),
        (
            "[talker]",
            "[ears]",
            "6: policies.mine.realtime[0]",
            "ears is a speech_to_text provider; name one for realtime",
        ),
        ("[talker]", "[cascade]", "6: policies.mine.realtime[0]", "cascade always comes last by itself; remove it"),
        ("-2.1\n    profile", "-9\n    profile", "16: providers.talker.price", "the price book has no row"),
        (
            "interview: mine",
            "interview: mien",
            "3: sessions.interview",
            "there is no policy 'mien'; did you mean mine?",
        ),
        (
            "  mine:\n",
            "  mine:\n    hipaa: true\n",
            "8: policies.mine.speech_to_text[0]",
            "forbidden by this policy: hipaa: true needs",
        ),
        ("  mine:\n", "  mine:\n    regions: [us]\n", "7: policies.mine.realtime[0]", "the provider runs in eu-west-1"),
        ("[talker]", "any\n    regions: [ap]", "6: policies.mine.realtime", "any leaves no candidate"),
        (
            "  mine:\n",
            "  mine:\n    transcript: model\n",
            "3: sessions.interview",
            "a scored interview needs words from",
        ),
        (
            "session_limit_s: 1800",
            "takes_keyterms: true",
            "17: providers.talker.profile.takes_keyterms",
            "realtime provider has no",
        ),
        ("[eu-west-1]}", "[us-east-1]}", "13: providers.talker.region", "profile says it runs in us-east-1 only"),
        ("0.9}", "0.9, slow_s: 2.0}", "18: providers.talker.deadlines.slow_s", "first_audio_s = 0.9"),
        (
            "keyterms: [Kubernetes]",
            "voice: alloy",
            "25: providers.ears.voice",
            "a speech_to_text provider does not speak",
        ),
        ("    base_url: http://127.0.0.1:9000/v1/\n", "", "19: providers.ears", "an endpoint needs its base_url"),
        ("TALKER_KEY", "sk-proj-abc", "15: providers.talker.key_env", "the name of an environment variable"),
        ("key_env", "api_key", "15: providers.talker.api_key", "unknown field; known here: capability, vendor"),
        (
            "speech_to_text\n    vendor",
            "speech_to_txt\n    vendor",
            "20: providers.ears.capability",
            "must be 'speech_to_text'",
        ),
        (
            "model: small",
            "model: small\n    model: large",
            "24: providers.ears.model",
            "appears twice; first on line 23",
        ),
        (
            "policies:",
            "budget: {warn_at: 0.9, downgrade_at: 0.5}\npolicies:",
            "4: budget.downgrade_at",
            "not be below warn_at",
        ),
    ],
)
def test_what_could_not_work_is_refused_with_its_line_and_what_to_do(old: str, new: str, where: str, why: str) -> None:
    assert old in GOOD

    found = faults(GOOD.replace(old, new, 1))

    assert any(fault.startswith(f"mine.yaml:{where}: ") and why in fault for fault in found), found


def test_a_key_written_into_the_file_is_never_repeated_in_the_fault() -> None:
    found = faults(GOOD.replace("key_env: TALKER_KEY", "key_env: sk-proj-abc"))

    assert "sk-proj-abc" not in "".join(found)


def test_a_provider_that_a_policy_in_use_names_must_have_its_key() -> None:
    found = faults(GOOD, has_key=lambda provider: provider.id == "ears")

    assert len(found) == 1
    assert found[0].startswith("mine.yaml:6: policies.mine.realtime[0]: talker has no key: set TALKER_KEY (or")


def test_any_needs_one_key_at_least_once_the_policy_is_in_use() -> None:
    found = faults("format: 1\nsessions: {interview: hybrid}\n", has_key=lambda _: False)

    assert len(found) == 1
    assert found[0].startswith("providers.yaml:")
    assert "set one of AWS_ACCESS_KEY_ID, GOOGLE_API_KEY, OPENAI_API_KEY, XAI_API_KEY" in found[0]


def test_an_idle_session_that_costs_money_is_no_cheap_standby() -> None:
    text = GOOD.replace("openai/gpt-realtime-2.1", "openai/gpt-live-1").replace(
        "session_limit_s: 1800", "cheap_standby: true"
    )

    assert "bills every second of an open session" in faults(text)[0]


def test_every_fault_is_told_at_once_in_the_order_of_lines() -> None:
    text = GOOD.replace("vendor: openai\n", "vendor: nobody\n").replace("[talker]", "[whom]")

    lines = [int(fault.split(":")[1]) for fault in faults(text)]

    assert lines == sorted(lines)
    assert len(lines) == 2


def test_the_schema_offers_exactly_what_a_profile_has() -> None:
    known = {field.name for field in fields(CapabilityProfile)} - {"capability", "baa"}

    assert set(ProfileModel.model_fields) == known
    assert providers_json_schema()["properties"]["providers"]["patternProperties"]
