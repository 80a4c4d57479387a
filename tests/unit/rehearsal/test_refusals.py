"""Rehearsals that cannot take place say so before anybody is called."""

import asyncio
from dataclasses import replace

import pytest

from vivavoce.domain.errors import PackError, UnavailableError
from vivavoce.knowledge.packs import shipped_pack_text
from vivavoce.providers.scripted import ScriptedTextToSpeech
from vivavoce.rehearsal.rehearse import RehearsalConfig, rehearse
from vivavoce.rehearsal.temperaments import Temperament

NOBODY = RehearsalConfig(
    base_url="http://127.0.0.1:9",
    reviewer_email="a@example.org",
    reviewer_password="x",
    pack_yaml=shipped_pack_text("backend-engineer"),
    temperament=Temperament.STRONG,
    ready_within_s=0.3,
)


def test_a_platform_that_is_not_there_is_named_with_what_to_do() -> None:
    with pytest.raises(UnavailableError, match=r"127\.0\.0\.1:9 does not answer") as missing:
        asyncio.run(rehearse(NOBODY, voice=ScriptedTextToSpeech()))

    assert "vivavoce serve" in missing.value.fix


def test_a_pack_that_cannot_be_used_is_refused_before_anybody_is_called() -> None:
    with pytest.raises(PackError):
        asyncio.run(rehearse(replace(NOBODY, pack_yaml="format: 1"), voice=ScriptedTextToSpeech()))
