"""Whole interviews over the shipped packs in virtual time; `bench/simulated_interviews.py` holds two hundred of them."""

import pytest

from tests.support.interview_checks import core_unasked, faults, section_times
from tests.support.simulated_candidates import CHARACTERS
from tests.support.simulated_interviews import Held, a_brain, cases, hold
from vivavoce.domain.session import EndReason
from vivavoce.interview.brain.port import Brain
from vivavoce.providers.scripted import ScriptedEmbedder

ONE_OF_EACH = cases(len(CHARACTERS))
ENDS_OTHERWISE = {
    "silent": EndReason.NO_ANSWER,
    "hostile": EndReason.ABUSE,
    "leaves_for_good": EndReason.CANDIDATE_LEFT,
    "is_never_understood": EndReason.HUMAN_REQUESTED,
    "speaks_only_another_language": EndReason.HUMAN_REQUESTED,
}


@pytest.fixture(scope="module")
def brain() -> Brain:
    return a_brain(ScriptedEmbedder())


@pytest.fixture(scope="module")
def all_held(brain: Brain) -> dict[str, Held]:
    return {case.temperament: hold(case, brain) for case in ONE_OF_EACH}


@pytest.mark.parametrize("temperament", list(CHARACTERS))
def test_an_interview_keeps_its_rules_with_every_temperament(temperament: str, all_held: dict[str, Held]) -> None:
    held = all_held[temperament]

    assert faults(held) == []
    assert held.reason is ENDS_OTHERWISE.get(temperament, EndReason.COMPLETED)


@pytest.mark.parametrize("temperament", ["strong", "average", "weak", "terse", "interrupts", "injects"])
def test_who_answers_at_ordinary_length_is_asked_every_core_question(
    temperament: str, all_held: dict[str, Held]
) -> None:
    assert core_unasked(all_held[temperament]) == {}


def test_a_talker_of_twenty_minutes_is_heard_out_and_still_asks_and_closes(all_held: dict[str, Held]) -> None:
    held = all_held["endless"]

    longest = max(section_times(held), key=lambda one: one.share)
    assert longest.was_one_answer
    assert "time" in core_unasked(held).values()


def test_the_checks_find_what_is_wrong(all_held: dict[str, Held]) -> None:
    strong = all_held["strong"]
    reversed_log = Held(
        case=strong.case,
        pack=strong.pack,
        accommodations=strong.accommodations,
        reason=strong.reason,
        log=list(reversed(strong.log)),
        heard=[*strong.heard[1:], strong.heard[0]],
        held_back=0,
        took_s=strong.took_s,
    )

    found = " / ".join(faults(reversed_log))

    assert "out of order" in found
    assert "not the disclosure" in found
    assert "without the closing words" in found
