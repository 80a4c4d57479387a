"""The same interview for everyone: core questions whatever the answers, harder ones by one rule, versions pinned."""

from functools import cache

import pytest

from tests.support.interviews import Stage
from tests.support.model_brain import RuledLanguageModel, a_model_brain, played, sensible
from tests.support.temperaments import TEMPERAMENTS
from tests.support.virtual_time import run_virtual
from vivavoce.domain.events import MoveMade, SessionEvent, SessionStarted, TierRaised
from vivavoce.interview.brain.prompts import PROMPTS_VERSION

ASKED_OF = ("strong", "average", "weak")


@cache
def _log_of(temperament: str, *, modelled: bool = False) -> tuple[Stage, tuple[SessionEvent, ...]]:
    async def play() -> tuple[Stage, tuple[SessionEvent, ...]]:
        brain = a_model_brain(RuledLanguageModel(sensible)) if modelled else None
        _, stage = await played(TEMPERAMENTS[temperament], brain)
        return stage, tuple(await stage.log())

    return run_virtual(play())[0]


def _asked(temperament: str, *, core: bool) -> list[str]:
    stage, log = _log_of(temperament)
    of_kind = {one.id for section in stage.pack.sections for one in section.questions if one.core is core}
    return [
        event.question_id
        for event in log
        if isinstance(event, MoveMade) and event.move in ("ask", "open") and event.question_id in of_kind
    ]


@pytest.mark.parametrize("temperament", ASKED_OF)
def test_every_candidate_gets_the_same_core_questions_in_the_same_order(temperament: str) -> None:
    stage, _ = _log_of(temperament)

    assert _asked(temperament, core=True) == [
        one.id for section in stage.pack.sections for one in section.questions if one.core
    ]


def test_strong_basics_open_harder_questions_and_weak_ones_hold() -> None:
    raised = {name: [event for event in _log_of(name)[1] if isinstance(event, TierRaised)] for name in ASKED_OF}

    assert [(event.question_id, event.tier) for event in raised["strong"]][:1] == [("slow-queries", 2)]
    assert raised["weak"] == []
    assert _asked("strong", core=False)[0] == "hard-locks"
    assert "hard-locks" not in _asked("weak", core=False)


def test_a_tier_is_recorded_with_the_question_that_raised_it_before_the_next_is_asked() -> None:
    _, log = _log_of("strong")

    place = next(at for at, event in enumerate(log) if isinstance(event, TierRaised))
    following = next(event for event in log[place:] if isinstance(event, MoveMade))
    assert following.question_id not in ("", "slow-queries")


def test_a_session_pins_the_prompts_by_version_and_hash_the_persona_and_the_pack() -> None:
    stage, log = _log_of("strong", modelled=True)

    started = next(event for event in log if isinstance(event, SessionStarted))
    brain = a_model_brain(RuledLanguageModel(sensible))
    assert started.versions["brain"] == brain.name
    assert f"model-v{PROMPTS_VERSION}:" in brain.name
    assert brain.name.endswith(brain.prompt_sha256)
    assert len(brain.prompt_sha256) == 64
    assert started.versions["pack_sha256"] == stage.pack.sha256
    assert started.versions["persona"].startswith("interviewer:")
