"""Scenarios of taking turns: when the interviewer takes the floor, and when it gives it back."""

from dataclasses import replace

import pytest

from tests.scenarios.voice_stage import NEXT, Acts, Stage, StagePartner, answer_with
from vivavoce.domain.ports.voice_engine import Reply, VoiceState
from vivavoce.domain.transcript import Mark, Turn

ANSWER = "I would put the hot keys into a cache with a short expiry and measure the hit rate."
HALF, OTHER_HALF = "I would put the hot keys into a cache and", "then measure the hit rate for a week."
FIRST, SECOND = "I would put the hot keys into a cache and measure it.", "And then I would look at the slow queries."


def test_a_fluent_answer_is_one_turn_and_is_replied_to_within_700_ms() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        await acts.finish(ANSWER)

    partner = stage.play(script, until_s=20.0)

    spoken_until_s = 1.0 + len(ANSWER) / 15
    assert [turn.text for turn, _ in partner.ended] == [ANSWER]
    assert stage.heard_text() == NEXT
    assert stage.first_sound_s() - spoken_until_s < 0.7
    assert partner.ended[0][0].end_s == pytest.approx(spoken_until_s, abs=0.06)


def test_the_ledger_adds_up_to_what_the_candidate_waited() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        await acts.finish(ANSWER)

    partner = stage.play(script, until_s=20.0)

    ledger = partner.said[0][1]
    assert ledger is not None
    waited_s = stage.first_sound_s() - (1.0 + len(ANSWER) / 15)
    assert ledger.total_ms / 1000 == pytest.approx(waited_s, abs=0.06)
    assert ledger.endpoint_ms >= 400
    assert ledger.first_audio_ms == pytest.approx(0.0, abs=1.0)


def test_a_pause_inside_a_clause_is_waited_out() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        await acts.finish(HALF)
        await acts.wait(2.5)
        await acts.finish(OTHER_HALF)

    partner = stage.play(script, until_s=25.0)

    assert [turn.text for turn, _ in partner.ended] == [f"{HALF} {OTHER_HALF}"]
    assert stage.first_sound_s() > 1.0 + 2.5 + (len(HALF) + len(OTHER_HALF)) / 15


def test_a_comma_is_still_only_weighed_once_the_words_are_written_down() -> None:
    stage = Stage()
    stage.end_of_turn.always = 0.9
    stage.speech_to_text.sentence_end = 0.1
    story = "Let me tell you how we put the hot keys into a cache with an expiry,"

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        await acts.finish(story)

    stage.play(script, until_s=20.0)

    waited_s = stage.first_sound_s() - (1.0 + len(story) / 15)
    assert stage.tuning.utterance_gap_s < waited_s < 1.6


def test_a_candidate_who_goes_on_after_a_finished_sentence_gets_the_floor_back_and_it_is_one_turn() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        await acts.finish(FIRST)
        await acts.wait(1.2)
        await acts.finish(SECOND)

    partner = stage.play(script, until_s=25.0)

    went_on_s = 1.0 + len(FIRST) / 15 + 1.2
    assert stage.first_sound_s() < went_on_s, "the interviewer began during the pause"
    assert stage.last_sound_s(before_s=went_on_s + 2.0) < went_on_s + 0.15, "and stopped when the candidate went on"
    assert [turn.text for turn, _ in partner.ended] == [f"{FIRST} {SECOND}"]
    assert [turn.text for turn, _ in partner.said] == [NEXT]
    assert partner.order == ["utterance_heard", "utterance_heard", "turn_ended", "spoke"]


def test_a_request_is_answered_at_once_however_short() -> None:
    stage = Stage(partner=StagePartner(replies=lambda _: replace(answer_with(NEXT), to_request=True)))
    question = "What was the question again?"

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        await acts.finish(question)

    stage.play(script, until_s=20.0)

    assert stage.first_sound_s() - (1.0 + len(question) / 15) < 0.7


def test_a_candidate_whose_answers_stay_short_is_no_longer_waited_for_in_vain() -> None:
    stage = Stage()
    waits: list[float] = []

    async def script(acts: Acts) -> None:
        for word in ("Postgres.", "Sometimes.", "Twice a week.", "Redis.", "Never."):
            await acts.wait(1.0)
            await acts.finish(word)
            said_s = acts.conversation.now_s
            await acts.wait(8.0)
            waits.append(
                next(at_s for at_s, state in partner.states if at_s > said_s and state is VoiceState.SPEAKING) - said_s
            )

    partner = stage.partner
    stage.play(script, until_s=60.0)

    assert all(wait > 3.0 for wait in waits[:3])
    assert all(1.0 < wait < 1.6 for wait in waits[3:])


def test_a_request_for_a_moment_leaves_the_floor_and_joins_the_answer() -> None:
    def replies(turn: Turn) -> Reply:
        return Reply(id="hold", parts=()) if turn.text.endswith("moment please.") else answer_with(NEXT)

    stage = Stage(partner=StagePartner(replies=replies))
    ask = "Give me a moment please."

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        await acts.finish(ask)
        await acts.wait(8.0)
        await acts.finish(ANSWER)

    partner = stage.play(script, until_s=30.0)

    assert [turn.text for turn, _ in partner.ended] == [f"{ask} {ANSWER}"]
    assert stage.first_sound_s() > 1.0 + 8.0 + (len(ask) + len(ANSWER)) / 15


@pytest.mark.parametrize("nod", ["Mhm.", "Right, okay.", "Yeah, yeah."])
def test_nodding_along_only_makes_the_interviewer_pause(nod: str) -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        acts.conversation.say(answer_with("Tell me about a system that you have built and that you know well."))
        await acts.wait(1.5)
        await acts.finish(nod)

    partner = stage.play(script, until_s=15.0)

    assert stage.heard_text().endswith("that you have built and that you know well.")
    assert partner.ended == []
    assert [turn.marks for turn, _ in partner.said] == [()]


def test_a_cough_never_becomes_a_turn() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        acts.conversation.say(answer_with("Tell me about a system that you have built."))
        await acts.wait(1.2)
        await acts.noise(0.3)
        await acts.wait(4.0)
        await acts.noise(0.3)

    partner = stage.play(script, until_s=14.0)

    assert stage.heard_text().endswith("that you have built.")
    assert [turn.marks for turn, _ in partner.said] == [()]
    assert partner.prepared == []
    assert partner.utterances == []


def test_words_over_the_interviewer_stop_it_and_only_what_was_heard_is_kept() -> None:
    stage = Stage()
    question = "Tell me about a system that you have built. Take your time, and begin with what it was for."

    async def script(acts: Acts) -> None:
        acts.conversation.say(answer_with(question))
        await acts.wait(2.0)
        await acts.finish("Sorry, may I ask something first?")

    partner = stage.play(script, until_s=15.0)

    kept = partner.said[0][0]
    assert stage.last_sound_s(before_s=4.0) < 2.0 + 0.25
    assert kept.marks == (Mark.INTERRUPTED,)
    assert question.startswith(kept.text)
    assert kept.text == "Tell me about a system that"
    assert [turn.text for turn, _ in partner.ended] == ["Sorry, may I ask something first?"]


def test_a_long_silence_is_offered_help_once_each_time_it_passes() -> None:
    stage = Stage()
    stage.partner.on_silence = None

    async def script(acts: Acts) -> None:
        acts.conversation.say(answer_with("Hello there."))
        await acts.wait(1.0)

    partner = stage.play(script, until_s=32.0)

    assert [round(silent_s) for silent_s in partner.silences] == [10, 20, 30]


def test_an_offer_is_spoken_and_silence_counts_from_its_end() -> None:
    stage = Stage()
    stage.partner.on_silence = answer_with("Take all the time you need.", reply_id="offer")

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)

    partner = stage.play(script, until_s=24.5)

    assert {turn.text for turn, _ in partner.said} == {"Take all the time you need."}
    assert partner.silences == [10.0, 10.0]
    assert partner.ended == []


def test_speech_without_words_is_marked_inaudible_and_never_guessed() -> None:
    stage = Stage()
    stage.speech_to_text.broken = True

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        await acts.finish(ANSWER)

    partner = stage.play(script, until_s=20.0)

    turn, _ = partner.ended[0]
    assert (turn.text, turn.words, turn.marks) == ("", (), (Mark.INAUDIBLE,))
    assert len(partner.ended) == 1


def test_a_muted_candidate_in_mid_sentence_is_waited_for() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        await acts.finish(HALF)
        acts.conversation.set_muted(muted=True)
        await acts.finish("nobody hears this.")
        await acts.wait(20.0)
        acts.conversation.set_muted(muted=False)
        await acts.finish(OTHER_HALF)

    partner = stage.play(script, until_s=40.0)

    assert [turn.text for turn, _ in partner.ended] == [f"{HALF} {OTHER_HALF}"]
    assert partner.silences == []


def test_a_line_lost_in_mid_answer_keeps_the_words_said_so_far() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        acts.speak(ANSWER)
        await acts.wait(2.0)
        await acts.hang_up()

    partner = stage.play(script, until_s=20.0)

    assert partner.ended == []
    assert len(partner.utterances) == 1
    assert ANSWER.startswith(partner.utterances[0].text.rsplit(" ", 1)[0])
    assert len(partner.utterances[0].text) > 20


def test_a_line_lost_while_the_interviewer_speaks_keeps_what_was_heard() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        acts.conversation.say(answer_with("Tell me about a system that you have built and know well."))
        await acts.wait(2.0)
        await acts.hang_up()

    partner = stage.play(script, until_s=20.0)

    assert [(turn.text, turn.marks) for turn, _ in partner.said] == [
        ("Tell me about a system that", (Mark.INTERRUPTED,))
    ]


def test_a_typed_message_is_a_whole_turn_and_is_answered_aloud() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        await acts.conversation.typed("I would use a queue.")

    partner = stage.play(script, until_s=12.0)

    turn, _ = partner.ended[0]
    assert (turn.text, turn.marks) == ("I would use a queue.", (Mark.TYPED,))
    assert stage.heard_text() == NEXT


def test_in_typed_mode_the_microphone_is_ignored() -> None:
    stage = Stage(hears=False)

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        await acts.finish(ANSWER)

    partner = stage.play(script, until_s=12.0)

    assert partner.utterances == []
    assert partner.prepared == []


def test_the_conversation_ends_when_a_closing_reply_was_played() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        acts.conversation.say(answer_with("Goodbye.", ends=True))
        await acts.wait(1.0)

    partner = stage.play(script, until_s=20.0)

    assert [turn.text for turn, _ in partner.said] == ["Goodbye."]
    assert stage.lasted_s < 2.0


def test_the_session_clock_goes_on_where_the_last_line_left_it() -> None:
    stage = Stage(starts_at_s=300.0)

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        await acts.finish(ANSWER)

    partner = stage.play(script, until_s=20.0)

    turn, _ = partner.ended[0]
    assert turn.start_s == pytest.approx(301.0, abs=0.06)
    assert turn.words[0].start_s == pytest.approx(301.0, abs=0.06)
