from pathlib import Path

import pytest

from vivavoce.app.settings import load_settings
from vivavoce.domain.errors import ConfigurationError


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_nothing_needs_to_be_set() -> None:
    settings = load_settings()

    assert settings.url == "http://127.0.0.1:8000"
    assert settings.database_url.get_secret_value() == ""


def test_the_environment_is_read_with_the_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVAVOCE_ICE_SERVERS", "stun:a:3478, stun:b:3478")

    assert load_settings().ice_servers == ("stun:a:3478", "stun:b:3478")


def test_half_an_endpoint_is_refused_with_the_name_of_the_other_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVAVOCE_LLM_URL", "http://127.0.0.1:11434/v1")

    with pytest.raises(ConfigurationError, match="VIVAVOCE_LLM_MODEL is missing"):
        load_settings()


def test_a_wrong_value_names_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVAVOCE_PORT", "eighty")

    with pytest.raises(ConfigurationError, match="VIVAVOCE_PORT"):
        load_settings()


@pytest.mark.parametrize(
    ("setting", "value", "complaint"),
    [
        ("VIVAVOCE_PUBLIC_URL", "http://interviews.test", "https"),
        ("VIVAVOCE_LLM_KEY", "changeme", "VIVAVOCE_LLM_KEY holds a placeholder"),
        ("VIVAVOCE_DATABASE_URL", "postgresql://app:password@db/app", "VIVAVOCE_DATABASE_URL holds a placeholder"),
        ("VIVAVOCE_CONTACT_EMAIL", "people@example.org", "VIVAVOCE_CONTACT_EMAIL"),
    ],
)
def test_production_refuses_what_is_fine_on_a_laptop(
    monkeypatch: pytest.MonkeyPatch, setting: str, value: str, complaint: str
) -> None:
    for name, good in {
        "VIVAVOCE_PRODUCTION": "true",
        "VIVAVOCE_PUBLIC_URL": "https://interviews.test",
        "VIVAVOCE_CONTACT_EMAIL": "jo@interviews.test",
        setting: value,
    }.items():
        monkeypatch.setenv(name, good)

    with pytest.raises(ConfigurationError, match=complaint):
        load_settings()


def test_secrets_do_not_show_in_the_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVAVOCE_LLM_KEY", "sk-very-private")

    assert "sk-very-private" not in repr(load_settings())
