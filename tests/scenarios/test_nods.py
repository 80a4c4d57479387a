"""Sounds over the interviewer that begin like a nod, and what becomes of them."""

import pytest

from tests.scenarios.voice_stage import Acts, Stage, answer_with
from vivavoce.providers.scripted import ScriptedBackchannel

QUESTION = "Tell me about a system that you have built, how it came to be and what it was for in the first place."
NOTICED_S = 0.25
"""A silence shorter than this is no pause: people make them between words."""


def a_stage(*, answer_s: float = 0.02) -> Stage:
    return Stage(backchannel=ScriptedBackchannel(answer_s=answer_s))


def over_the_question(stage: Stage, *said: str, after_s: float = 1.5, gap_s: float = 0.0) -> None:
    async def script(acts: Acts) -> None:
        acts.conversation.say(answer_with(QUESTION))
        await acts.wait(after_s)
        for text in said:
            await acts.finish(text)
            await acts.wait(gap_s)

    stage.play(script, until_s=16.0)


@pytest.mark.parametrize("nod", ["Mhm.", "Right.", "Yeah.", "Uh huh."])
def test_who_nods_does_not_make_the_interviewer_pause(nod: str) -> None:
    stage = a_stage()

    over_the_question(stage, nod)

    assert max(stage.silences_s(after_s=1.0, before_s=4.0)) < NOTICED_S
    assert stage.heard_text().endswith(" in the first place.")
    assert stage.partner.ended == []
    assert [turn.marks for turn, _ in stage.partner.said] == [()]


def test_without_the_model_or_when_it_fails_every_sound_makes_it_pause() -> None:
    broken = a_stage()
    assert broken.backchannel is not None
    broken.backchannel.broken = True
    for stage in (Stage(), broken):
        over_the_question(stage, "Mhm.")

        assert max(stage.silences_s(after_s=1.0, before_s=4.0)) > NOTICED_S
        assert stage.heard_text().endswith(" in the first place.")


def test_a_model_that_answers_late_only_means_a_longer_pause() -> None:
    stage = a_stage(answer_s=0.3)

    over_the_question(stage, "Mhm.")

    assert NOTICED_S < max(stage.silences_s(after_s=1.0, before_s=4.0)) < 0.7
    assert stage.heard_text().endswith(" in the first place.")


def test_what_begins_like_a_nod_and_goes_on_stops_the_interviewer() -> None:
    stage = a_stage()

    over_the_question(stage, "Right, but may I ask something before I answer that?")

    assert [turn.text for turn, _ in stage.partner.ended] == ["Right, but may I ask something before I answer that?"]
    assert stage.last_sound_s(before_s=4.0) < 1.5 + 0.7


def test_who_does_not_nod_after_all_is_not_believed_twice() -> None:
    stage = Stage(backchannel=_Wavering())

    over_the_question(stage, "Yeah yeah yeah.")

    silences = [silence for silence in stage.silences_s(after_s=1.0, before_s=4.0) if silence > 0.1]
    assert len(silences) == 2  # it falls silent, goes on, and falls silent until the sound is over
    assert stage.heard_text().endswith(" in the first place.")


class _Wavering(ScriptedBackchannel):
    """Sure of a nod every other time."""

    asked = 0

    async def probability(self, samples: bytes) -> float:
        self.asked += 1
        return self.NOD if self.asked % 2 else self.BID


def test_a_bid_stops_the_interviewer_as_soon_as_without_the_model() -> None:
    stages = Stage(), a_stage()
    for stage in stages:
        over_the_question(stage, "Sorry, I did not hear that. Could you say it again?")

    without, with_model = (stage.last_sound_s(before_s=4.0) for stage in stages)
    assert with_model <= without + 0.08  # it is waited for three windows instead of one
    assert len(stages[1].partner.ended) == 1


def test_a_bid_behind_a_nod_is_a_bid() -> None:
    stage = a_stage()

    over_the_question(stage, "Mhm.", "Sorry, I did not hear that. Could you say it again?", gap_s=0.5)

    assert [turn.text for turn, _ in stage.partner.ended] == ["Sorry, I did not hear that. Could you say it again?"]
    assert stage.last_sound_s(before_s=4.0) < 1.5 + 4 / 15 + 0.5 + 0.25


def test_two_nods_in_a_row_are_two_nods() -> None:
    stage = a_stage()

    over_the_question(stage, "Mhm.", "Right.", gap_s=0.6)

    assert max(stage.silences_s(after_s=1.0, before_s=4.0)) < NOTICED_S
    assert stage.partner.ended == []


def test_nobody_nods_to_what_they_have_not_heard() -> None:
    stage = a_stage()

    async def script(acts: Acts) -> None:
        acts.conversation.say(answer_with(QUESTION))
        await acts.wait(0.45)  # a fifth of a second of the question
        await acts.finish("Right.")

    stage.play(script, until_s=14.0)

    assert max(stage.silences_s(after_s=0.0, before_s=4.0)) > NOTICED_S
