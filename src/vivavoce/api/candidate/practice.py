"""A question to warm up with, in the interviewer's voice. The answer to it never leaves the browser."""

import asyncio
import io
import wave
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from starlette.requests import HTTPConnection, Request

from vivavoce.api.candidate.links import Guest, Token
from vivavoce.api.candidate.schemas import PracticeQuestion
from vivavoce.api.schemas import PROBLEMS
from vivavoce.api.services import GivenToCandidates
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.interview.personas.interviewer import INTERVIEWER

router = APIRouter(prefix="/api/candidate/{token}/practice-question", tags=["candidate"], responses=PROBLEMS)

TEXT = "Let us warm up. Tell me about a place you like to go to, and what you like about it."
RENDERED_WITHIN_S = 20.0


class PracticeAudio:
    """The question as WAV, synthesised once for each pace."""

    def __init__(self) -> None:
        self._rendered: dict[float, bytes] = {}
        self._one_at_a_time = asyncio.Lock()

    async def wav(self, speech: TextToSpeech, *, pace: float) -> bytes:
        async with self._one_at_a_time:
            if pace not in self._rendered:
                self._rendered[pace] = await _rendered(speech, pace=pace)
            return self._rendered[pace]


async def _rendered(speech: TextToSpeech, *, pace: float) -> bytes:
    try:
        async with asyncio.timeout(RENDERED_WITHIN_S):
            samples = b"".join([piece.samples async for piece in speech.speak(TEXT, pace=pace)])
    except TimeoutError:
        raise ProviderError(speech.name, f"no speech within {RENDERED_WITHIN_S:g} s") from None
    file = io.BytesIO()
    with wave.open(file, "wb") as track:
        track.setnchannels(1)
        track.setsampwidth(2)
        track.setframerate(speech.sample_rate_hz)
        track.writeframes(samples)
    return file.getvalue()


def practice_of(connection: HTTPConnection) -> PracticeAudio:
    """Return the practice audio of the application that serves this request."""
    practice = connection.app.state.practice
    assert isinstance(practice, PracticeAudio)
    return practice


@router.get("")
async def practice_question(request: Request, token: Token, _guest: Guest) -> PracticeQuestion:
    return PracticeQuestion(text=TEXT, audio_url=request.url_for("practice_audio", token=token).path)


@router.get(
    "/audio", response_class=Response, responses={200: {"content": {"audio/wav": {}}, "description": "The question."}}
)
async def practice_audio(
    guest: Guest, services: GivenToCandidates, practice: Annotated[PracticeAudio, Depends(practice_of)]
) -> Response:
    voice = INTERVIEWER.voice
    pace = voice.slower_pace if guest.session.accommodations.slower_speech else voice.pace
    return Response(await practice.wav(services.speech, pace=pace), media_type="audio/wav")
