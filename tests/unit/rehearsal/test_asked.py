"""From what the interviewer said to what was asked."""

import pytest

from vivavoce.domain.role_pack import RolePack
from vivavoce.knowledge.packs import shipped_packs
from vivavoce.rehearsal.asked import Asked, AskedFinder

PACKS = list(shipped_packs().values())


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_every_question_and_its_rephrasing_is_recognised_behind_a_bridge(pack: RolePack) -> None:
    finder = AskedFinder(pack)

    for section in pack.sections:
        for question in section.questions:
            for text in (question.text, question.rephrased):
                found = finder.find(f"Thank you. {section.bridge} {text}", current=None)
                assert found is not None, text
                assert found.question.id == question.id, text
                assert found.section is section.kind


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_every_probe_is_recognised_with_the_point_it_is_after(pack: RolePack) -> None:
    finder = AskedFinder(pack)

    for section in pack.sections:
        for question in section.questions:
            current = Asked(question=question, section=section.kind)
            for probe in question.probes:
                found = finder.find(probe.text, current=current)
                assert found is not None, probe.text
                assert (found.question.id, found.point_id) == (question.id, probe.for_point), probe.text


def test_the_last_thing_asked_counts() -> None:
    pack = PACKS[0]
    first, second = pack.sections[1].questions[:2]

    found = AskedFinder(pack).find(f"{first.text} Sorry, I meant: {second.text}", current=None)

    assert found is not None
    assert found.question.id == second.id


def test_a_question_with_a_few_words_changed_is_recognised() -> None:
    question = PACKS[0].question("slow-query")

    found = AskedFinder(PACKS[0]).find(
        "So, say a database query that used to be fast takes several seconds in production. How do you proceed then?",
        current=None,
    )

    assert found is not None
    assert found.question.id == question.id
    assert not found.follow_up


def test_unplanned_words_are_a_follow_up_on_the_question_under_discussion() -> None:
    question = PACKS[0].question("slow-query")
    finder = AskedFinder(PACKS[0])
    current = finder.find(question.text, current=None)

    found = finder.find("You mentioned partitioning. Could you say more about that?", current=current)

    assert found is not None
    assert found.question.id == "slow-query"
    assert found.follow_up


def test_small_talk_before_the_first_question_asks_nothing() -> None:
    assert AskedFinder(PACKS[0]).find("Hello, I am an AI interviewer.", current=None) is None
