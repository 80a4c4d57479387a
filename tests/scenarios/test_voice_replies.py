"""Scenarios of replying: what is prepared, pre-rendered, replaced, taken back and shown."""

import asyncio
from collections.abc import Sequence

import numpy as np
import pytest

from tests.scenarios.voice_stage import NEXT, Acts, Stage, StagePartner, answer_with
from vivavoce.domain.audio import Pcm
from vivavoce.domain.ports.line import Slot
from vivavoce.domain.ports.voice_engine import Reply, VoiceState
from vivavoce.domain.transcript import Mark, Speaker, Turn
from vivavoce.transports.loopback.line import LoopbackLine

ANSWER = "I would put the hot keys into a cache with a short expiry and measure the hit rate."
SPOKEN_S = len(ANSWER) / 15
LIVE = "You spoke of a cache. What is in it?"


async def _answer(acts: Acts) -> None:
    await acts.wait(1.0)
    await acts.finish(ANSWER)


def test_a_reply_that_nobody_foresaw_waits_for_its_first_clause_only() -> None:
    stage = Stage(partner=StagePartner(replies=lambda _: answer_with(LIVE), upcoming=()))
    stage.text_to_speech.first_audio_s = 0.5

    partner = stage.play(_answer, until_s=20.0)

    ledger = partner.said[0][1]
    assert ledger is not None
    assert 0 < ledger.first_audio_ms <= 500
    assert stage.heard_text().replace(" ", "") == LIVE.replace(" ", "")


def test_what_is_upcoming_is_synthesised_while_the_candidate_is_still_speaking() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        acts.speak(ANSWER)
        await acts.wait(1.0)
        assert stage.text_to_speech.spoken == [NEXT]

    stage.play(script, until_s=3.0)

    assert stage.text_to_speech.spoken == [NEXT]


def test_a_slow_transcript_does_not_hold_up_a_reply_that_needs_no_exact_words() -> None:
    stage = Stage()
    stage.speech_to_text.settle_s = 2.0

    partner = stage.play(_answer, until_s=20.0)

    assert stage.first_sound_s() - (1.0 + SPOKEN_S) < 0.9
    assert [turn.text for turn, _ in partner.ended] == [ANSWER]


def test_a_reply_that_needs_exact_words_waits_for_them() -> None:
    stage = Stage(partner=StagePartner(replies=lambda _: answer_with(NEXT, needs_exact=True)))
    stage.speech_to_text.settle_s = 2.0

    partner = stage.play(_answer, until_s=20.0)

    assert stage.first_sound_s() - (1.0 + SPOKEN_S) > 2.0
    assert [turn.text for turn, _ in partner.ended] == [ANSWER]


def test_a_draft_reply_gives_way_to_the_one_the_exact_words_ask_for() -> None:
    class Unsure(StagePartner):
        async def prepare(self, turn: Turn, *, exact: bool) -> Reply:
            await super().prepare(turn, exact=exact)
            return answer_with(LIVE, reply_id="live") if exact else answer_with(NEXT)

    stage = Stage(partner=Unsure(upcoming=(NEXT, LIVE)))
    stage.speech_to_text.settle_s = 1.2

    partner = stage.play(_answer, until_s=20.0)

    assert [(turn.text, reply.id) for turn, reply in partner.ended] == [(ANSWER, "live")]
    assert [turn.text for turn, _ in partner.said] == [LIVE]


def test_a_candidate_who_goes_on_before_a_sound_is_heard_never_notices_the_reply() -> None:
    stage = Stage(partner=StagePartner(replies=lambda _: answer_with(LIVE), upcoming=()))
    stage.text_to_speech.first_audio_s = 1.5
    more = "And then I would look at the slow queries of the last week."

    async def script(acts: Acts) -> None:
        await _answer(acts)
        await acts.wait(1.0)
        await acts.finish(more)

    partner = stage.play(script, until_s=25.0)

    assert stage.first_sound_s() > 1.0 + SPOKEN_S + 1.0 + len(more) / 15
    assert [turn.text for turn, _ in partner.ended] == [f"{ANSWER} {more}"]


def test_a_single_word_that_ends_the_answer_is_not_lost_in_the_reply() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        await _answer(acts)
        await acts.wait(1.0)
        await acts.finish("Daily.")

    partner = stage.play(script, until_s=25.0)

    assert [turn.text for turn, _ in partner.ended] == [f"{ANSWER} Daily."]


def test_a_reply_established_is_interrupted_not_taken_back() -> None:
    long = "What would you do when the cache is cold and everybody comes at once on a Monday morning?"
    stage = Stage(partner=StagePartner(replies=lambda _: answer_with(long), upcoming=(long,)))

    async def script(acts: Acts) -> None:
        await _answer(acts)
        await acts.wait(3.0)
        await acts.finish("Wait, I have to correct something in my last answer.")

    partner = stage.play(script, until_s=25.0)

    assert [turn.text for turn, _ in partner.ended] == [
        ANSWER,
        "Wait, I have to correct something in my last answer.",
    ]
    assert partner.said[0][0].marks == (Mark.INTERRUPTED,)
    assert long.startswith(partner.said[0][0].text)
    assert partner.order[:3] == ["utterance_heard", "turn_ended", "spoke"]


def test_a_remark_about_a_fresh_reply_interrupts_it_and_is_a_turn_of_its_own() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        await _answer(acts)
        await acts.wait(1.6)
        await acts.finish("Sorry, may I ask something first?")

    partner = stage.play(script, until_s=25.0)

    assert [turn.text for turn, _ in partner.ended] == [ANSWER, "Sorry, may I ask something first?"]
    assert partner.said[0][0].marks == (Mark.INTERRUPTED,)


def test_what_was_shown_of_a_reply_taken_back_is_cleared() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        await _answer(acts)
        await acts.wait(1.2)
        await acts.finish("And then I would look at the slow queries.")

    partner = stage.play(script, until_s=25.0)

    shown = [(text, final, of) for speaker, text, final, of in partner.captions if speaker is Speaker.INTERVIEWER]
    first = shown[0][2]
    assert [(text, final) for text, final, of in shown if of == first][-1] == ("", True)
    assert shown[-1][:2] == (NEXT, True)


def test_captions_grow_while_the_candidate_speaks_and_settle_to_the_exact_words() -> None:
    stage = Stage()

    partner = stage.play(_answer, until_s=20.0)

    shown = [(text, final) for speaker, text, final, _ in partner.captions if speaker is Speaker.CANDIDATE]
    drafts = [text for text, final in shown if not final]
    assert len(drafts) > 5
    assert all(ANSWER.startswith(text) for text in drafts)
    assert shown[-1] == (ANSWER, True)


def test_a_voice_that_fails_is_shown_instead_and_the_interview_goes_on() -> None:
    stage = Stage()
    stage.text_to_speech.broken = True

    partner = stage.play(_answer, until_s=20.0)

    assert [turn.text for turn, _ in partner.said] == [NEXT]
    assert (Speaker.INTERVIEWER, NEXT, True) in [caption[:3] for caption in partner.captions]
    assert len(partner.ended) == 1


def test_hush_stops_within_a_frame() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        acts.conversation.say(answer_with("Tell me about a system that you have built and know well."))
        await acts.wait(2.0)
        acts.conversation.hush()

    partner = stage.play(script, until_s=8.0)

    assert stage.last_sound_s() < 2.0 + 0.021
    assert partner.said[0][0].marks == (Mark.INTERRUPTED,)


def test_an_urgent_word_does_not_wait_for_the_floor() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        acts.conversation.say(answer_with("Tell me about a system that you have built and know well."))
        await acts.wait(1.0)
        acts.conversation.say(answer_with("We have to stop here.", reply_id="stop"), interrupt=True)

    partner = stage.play(script, until_s=8.0)

    assert [turn.text for turn, _ in partner.said][-1] == "We have to stop here."
    assert partner.said[0][0].marks == (Mark.INTERRUPTED,)


def test_what_is_said_unasked_waits_until_the_candidate_was_answered() -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        await acts.wait(1.0)
        acts.speak(ANSWER)
        await acts.wait(1.0)
        acts.conversation.say(answer_with("By the way, there are ten minutes left."))

    partner = stage.play(script, until_s=25.0)

    assert [turn.text for turn, _ in partner.said] == [NEXT, "By the way, there are ten minutes left."]


def test_the_screen_sees_listening_thinking_speaking_and_listening_again() -> None:
    stage = Stage()

    partner = stage.play(_answer, until_s=20.0)

    assert [state for _, state in partner.states] == [
        VoiceState.LISTENING,
        VoiceState.THINKING,
        VoiceState.SPEAKING,
        VoiceState.LISTENING,
    ]


class _Tape:
    def __init__(self) -> None:
        self.candidate = bytearray()
        self.interviewer = bytearray()

    def frame(self, *, candidate: Pcm, interviewer: Pcm) -> None:
        self.candidate += candidate.samples
        self.interviewer += interviewer.samples


def test_the_tap_gets_both_sides_as_they_were_heard_and_nothing_while_muted() -> None:
    tape = _Tape()
    stage = Stage(tap=tape)

    async def script(acts: Acts) -> None:
        await _answer(acts)
        await acts.wait(6.0)
        acts.conversation.set_muted(muted=True)
        await acts.finish("This is private.")

    stage.play(script, until_s=20.0)

    assert len(tape.candidate) == len(tape.interviewer)
    assert bytes(tape.interviewer) == stage.heard.samples[: len(tape.interviewer)]
    private_from = round((1.0 + SPOKEN_S + 6.1) * 48_000) * 2
    assert not any(tape.candidate[private_from:])
    assert any(tape.candidate[:private_from])


class _LateSlots(LoopbackLine):
    """Its slots can be taken some frames later, like those of a WebRTC line on a busy machine."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[Slot] = []

    def take_slots(self) -> Sequence[Slot]:
        self._kept += super().take_slots()
        taken, self._kept = self._kept[:-3], self._kept[-3:]
        return taken


def test_nothing_said_while_muted_reaches_the_tap_of_a_line_whose_slots_are_late() -> None:
    tape, unmuted_at_s = _Tape(), list[float]()
    stage = Stage(tap=tape, make_line=_LateSlots)

    async def script(acts: Acts) -> None:
        acts.conversation.set_muted(muted=True)
        await asyncio.gather(acts.noise(2.0), unmute(acts))

    async def unmute(acts: Acts) -> None:
        await acts.wait(1.0)
        acts.conversation.set_muted(muted=False)
        unmuted_at_s.append(acts.conversation.now_s)

    stage.play(script, until_s=4.0)

    loud = np.flatnonzero(np.frombuffer(bytes(tape.candidate), "<i2"))
    assert unmuted_at_s[0] <= loud[0] / 48_000 <= unmuted_at_s[0] + 0.02


@pytest.mark.parametrize("words", ["Hold on", "Sorry?"])
def test_a_short_word_that_asks_for_the_floor_gets_it(words: str) -> None:
    stage = Stage()

    async def script(acts: Acts) -> None:
        acts.conversation.say(answer_with("Tell me about a system that you have built and know well, please."))
        await acts.wait(1.5)
        await acts.finish(words)

    partner = stage.play(script, until_s=15.0)

    assert [turn.text for turn, _ in partner.ended] == [words]
    assert partner.said[0][0].marks == (Mark.INTERRUPTED,)
