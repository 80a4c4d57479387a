"""Whole interviews over the shipped packs in virtual time; `bench/simulated_interviews.py` holds two hundred of them."""

from dataclasses import replace

import pytest

from tests.support.interview_checks import core_unasked, faults
from tests.support.section_times import UNSCORED, section_times, time_faults
from tests.support.simulated_candidates import CHARACTERS
from tests.support.simulated_interviews import Held, a_brain, cases, hold
from vivavoce.domain.events import SectionLeft
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


@pytest.mark.parametrize("temperament", ["strong", "average", "weak", "terse", "interrupts", "injects", "types"])
def test_who_answers_at_ordinary_length_is_asked_every_core_question(
    temperament: str, all_held: dict[str, Held]
) -> None:
    assert core_unasked(all_held[temperament]) == {}


def test_a_talker_of_twenty_minutes_is_heard_out_and_still_asks_and_closes(all_held: dict[str, Held]) -> None:
    held = all_held["endless"]

    longest = max(section_times(held), key=lambda one: one.share)
    assert longest.was_one_answer
    assert "time" in core_unasked(held).values()


@pytest.mark.parametrize("temperament", ["strong_at_length", "average_at_length"])
def test_answers_of_usual_length_fill_every_scored_section_and_no_more(
    temperament: str, all_held: dict[str, Held]
) -> None:
    scored = [one for one in section_times(all_held[temperament]) if one.section.kind not in UNSCORED]

    assert [one.section.kind for one in scored if one.is_early or one.is_over] == []


def test_a_quick_candidate_is_asked_everything_before_a_section_ends_early(all_held: dict[str, Held]) -> None:
    early = [one for one in section_times(all_held["strong"]) if one.is_early]

    assert {one.reason for one in early} == {"all_asked"}
    assert all(one.questions[question.id].asked_at_s is not None for one in early for question in one.section.questions)


@pytest.mark.parametrize(
    ("claimed", "found"), [("", "and nothing says why"), ("all_asked", "says all_asked"), ("time", "says time")]
)
def test_a_section_that_stops_short_is_found_whatever_it_claims(
    claimed: str, found: str, all_held: dict[str, Held]
) -> None:
    weak = all_held["weak"]
    log = [
        replace(event, reason=claimed) if isinstance(event, SectionLeft) else event
        for event in weak.log
        if claimed or not isinstance(event, SectionLeft)
    ]

    assert any(found in fault for fault in time_faults(replace(weak, log=log)))


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
