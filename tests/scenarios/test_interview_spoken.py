"""An interview over the live voice engine: words as sound on a line in memory, scripted models, virtual time."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing

from tests.support.interviews import SESSION, Stage
from tests.support.packs import SECTIONS, a_pack
from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import LINE_RATE_HZ
from vivavoce.domain.events import CandidateTurnEnded, InterviewerSpoke
from vivavoce.domain.role_pack import SectionKind
from vivavoce.domain.session import EndReason
from vivavoce.interview.live_view import CaptionChanged, Ended, Notice
from vivavoce.providers.scripted import (
    ScriptedEndOfTurn,
    ScriptedSpeechToText,
    ScriptedTextToSpeech,
    ScriptedVoiceActivity,
    spell,
)
from vivavoce.transports.loopback.line import LoopbackLine
from vivavoce.voice.engine import LiveVoiceEngine

SHORT = a_pack(sections=tuple(one for one in SECTIONS if one.kind is not SectionKind.SYSTEM_DESIGN))
PADDING = "and then we looked at the numbers again with the whole group before we went on with our work"


def a_voice() -> LiveVoiceEngine:
    return LiveVoiceEngine(
        speech_to_text=ScriptedSpeechToText(settle_s=0.25),
        text_to_speech=ScriptedTextToSpeech(first_audio_s=0.2),
        end_of_turn=ScriptedEndOfTurn(answer_s=0.12),
        make_voice_activity=ScriptedVoiceActivity,
    )


def _strong(heard: str) -> str:
    """Answer what was heard."""
    for section in SHORT.sections:
        for question in section.questions:
            if question.text in heard:
                words = " and the ".join(point.keywords[0] for point in question.expected)
                return f"In my work I use the {words}, {PADDING}." if words else _SMALL_TALK[question.id]
    return f"In my work there is nothing more to it, {PADDING}."


_SMALL_TALK = {
    "your-work": f"I work on the payment service of a shop, {PADDING}, and it was good to see it run.",
    "years": "About four years.",
    "yours": "No, that's all.",
    "anything": "No, thank you.",
}


async def _talk(stage: Stage, line: LoopbackLine, answers: Callable[[str], str], notices: list[str]) -> None:
    """Speak after every interviewer turn, as loud as the words take."""
    async with aclosing(stage.host.watch(SESSION)) as changes:
        async for change in changes:
            if isinstance(change, Notice):
                notices.append(change.code)
            if isinstance(change, CaptionChanged) and change.speaker == "interviewer" and change.final and change.text:
                text = answers(change.text)
                if text:
                    await asyncio.sleep(0.8)
                    line.play(spell(text, sample_rate_hz=LINE_RATE_HZ))
            if isinstance(change, Ended):
                return


async def _interview(answers: Callable[[str], str]) -> tuple[EndReason, Stage, list[str]]:
    voice = a_voice()
    stage = Stage(pack=SHORT, voice=voice)
    await stage.invite()
    line = LoopbackLine()
    notices: list[str] = []
    await stage.host.attach(SESSION, line, hears=True)
    talking = asyncio.create_task(_talk(stage, line, answers, notices))
    reason = await stage.finished(within_s=3600)
    await talking
    await stage.host.aclose()
    await voice.aclose()
    return reason, stage, notices


def test_a_whole_interview_is_held_aloud() -> None:
    (reason, stage, _), _ = run_virtual(_interview(_strong))

    log, _ = run_virtual(stage.log())
    turns = [event for event in log if isinstance(event, CandidateTurnEnded)]
    spoken = [event for event in log if isinstance(event, InterviewerSpoke)]
    state, _ = run_virtual(stage.state())
    assert reason is EndReason.COMPLETED
    assert list(state.sections) == [section.kind.value for section in SHORT.sections]
    assert state.of_question("slow-queries").covered == {"index", "explain", "cache"}
    assert spoken[-1].turn.text.endswith(SHORT.closing)
    assert [one.act for one in turns if one.act not in ("answer", "no")] == []
    assert all(one.turn.words for one in turns)
    assert len({one.turn.id for one in turns}) == len(turns)


def test_a_moment_is_granted_aloud_without_splitting_the_turn() -> None:
    asked: list[str] = []

    def answers(heard: str) -> str:
        if "slow queries" in heard and not asked:
            asked.append(heard)
            return "Give me a moment."
        if heard == "Take your time.":
            return f"In my work I use the index and explain and cache, {PADDING}."
        return _strong(heard)

    (reason, stage, notices), _ = run_virtual(_interview(answers))

    log, _ = run_virtual(stage.log())
    turns = [one.turn for one in log if isinstance(one, CandidateTurnEnded) and one.turn.question_id == "slow-queries"]
    assert reason is EndReason.COMPLETED
    assert notices == ["holding"]
    assert len(turns) == 1
    assert turns[0].text.startswith("Give me a moment.")
    assert "index" in turns[0].text


def test_a_silent_candidate_hears_offers_and_a_graceful_end() -> None:
    (reason, stage, _), took_s = run_virtual(_interview(lambda _: ""))

    log, _ = run_virtual(stage.log())
    said = [event.turn.text for event in log if isinstance(event, InterviewerSpoke)]
    assert reason is EndReason.NO_ANSWER
    assert sum("Take your time." in text for text in said) == 2
    assert took_s < 400


def test_a_request_in_the_middle_of_the_interview_is_understood_from_sound() -> None:
    asked: list[str] = []

    def answers(heard: str) -> str:
        if "slow queries" in heard and not asked:
            asked.append(heard)
            return "Sorry, could you repeat that?"
        return _strong(heard)

    (reason, stage, _), _ = run_virtual(_interview(answers))

    log, _ = run_virtual(stage.log())
    said = [event.turn.text for event in log if isinstance(event, InterviewerSpoke)]
    assert reason is EndReason.COMPLETED
    assert "Here is the question again: How do you handle slow queries?" in said
