"""Interviews held aloud over the live voice engine: words as sound on a line in memory, scripted models, virtual time."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing

from tests.support.interviews import SESSION, Stage
from tests.support.packs import SECTIONS, a_pack, a_question, a_section
from tests.support.spoken_lines import RoomLine
from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.events import InterviewerSpoke, SessionEvent
from vivavoce.domain.role_pack import RolePack, SectionKind
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

LONGEST_S = 900.0
SHORT = a_pack(sections=tuple(one for one in SECTIONS if one.kind is not SectionKind.SYSTEM_DESIGN))
BRIEF = a_pack(
    sections=(
        a_section(
            SectionKind.INTRO, 1, a_question("years", text="For how many years have you done this?", closed=True)
        ),
        a_section(SectionKind.TECHNICAL, 4, a_question("slow-queries", points=("index", "explain", "cache"))),
        a_section(
            SectionKind.WRAP_UP, 1, a_question("anything", text="Is there anything you would like to add?", closed=True)
        ),
    )
)
"""Three questions: enough to see what happens at one of them."""
PADDING = "and then we looked at the numbers again with the whole group before we went on with our work"


def a_voice(ear: ScriptedSpeechToText | None = None) -> LiveVoiceEngine:
    return LiveVoiceEngine(
        speech_to_text=ear or ScriptedSpeechToText(settle_s=0.25),
        text_to_speech=ScriptedTextToSpeech(first_audio_s=0.2),
        end_of_turn=ScriptedEndOfTurn(answer_s=0.12),
        make_voice_activity=ScriptedVoiceActivity,
    )


def strong(heard: str) -> str:
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


async def talk(stage: Stage, line: LoopbackLine, answers: Callable[[str], str | Pcm], notices: list[str]) -> None:
    """Speak after every interviewer turn, as loud as the words take."""
    async with aclosing(stage.host.watch(SESSION)) as changes:
        async for change in changes:
            if isinstance(change, Notice):
                notices.append(change.code)
            if isinstance(change, CaptionChanged) and change.speaker == "interviewer" and change.final and change.text:
                text = answers(change.text)
                if text:
                    await asyncio.sleep(0.8)
                    line.play(text if isinstance(text, Pcm) else spell(text, sample_rate_hz=LINE_RATE_HZ))
            if isinstance(change, Ended):
                return


async def interview(
    answers: Callable[[str], str | Pcm],
    line: LoopbackLine | None = None,
    *,
    pack: RolePack = SHORT,
    ear: ScriptedSpeechToText | None = None,
) -> tuple[EndReason, Stage, list[str]]:
    """Hold it to its end; return how it ended and the codes of the notices shown."""
    voice = a_voice(ear)
    stage = Stage(pack=pack, voice=voice)
    await stage.invite()
    line = line or RoomLine()
    notices: list[str] = []
    await stage.host.attach(SESSION, line, hears=True)
    talking = asyncio.create_task(talk(stage, line, answers, notices))
    reason = await stage.finished(within_s=LONGEST_S)
    await talking
    await stage.host.aclose()
    await voice.aclose()
    return reason, stage, notices


def said(log: Sequence[SessionEvent]) -> list[str]:
    """Return what the interviewer was heard to say."""
    return [event.turn.text for event in log if isinstance(event, InterviewerSpoke)]


async def candidate_captions(stage: Stage, shown: dict[str, str]) -> None:
    """Keep what stands on the screen of the candidate's words, by caption, until the end."""
    async with aclosing(stage.host.watch(SESSION)) as changes:
        async for change in changes:
            if isinstance(change, CaptionChanged) and change.speaker == "candidate":
                shown[change.id] = change.text
