"""The live voice engine: makes conversations out of lines, with the models it was given."""

import asyncio
import importlib
from collections.abc import Callable
from contextlib import aclosing

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.hearing import VAD_WINDOW_SAMPLES, Backchannel, EndOfTurn, VoiceActivity
from vivavoce.domain.ports.line import Line, LineTap
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.domain.ports.voice_engine import ConversationPartner
from vivavoce.voice.conversation import LiveConversation, Models
from vivavoce.voice.playout import Playout
from vivavoce.voice.realtime.models import RealtimeModels
from vivavoce.voice.rendering import SentenceRenderer
from vivavoce.voice.supervised.candidates import Ring, alone
from vivavoce.voice.supervised.speech_to_text import SupervisedSpeechToText
from vivavoce.voice.supervised.text_to_speech import SupervisedTextToSpeech
from vivavoce.voice.supervised.watching import Cleaning
from vivavoce.voice.tuning import TurnTuning

READY_DEADLINE_S = 120.0
"""Models and the framework take about 13 s on two busy cores."""


class LiveVoiceEngine:
    """Supervised models over LiveKit Agents: ears, voices, perhaps realtime models, and our own turn-taking.

    Each slot takes one model, or a ring of them that is gone through when one fails. A realtime model speaks; it never
    writes the transcript, which always comes from the ears (ADR 0011).
    """

    def __init__(
        self,
        *,
        speech_to_text: SpeechToText | Ring[SpeechToText],
        text_to_speech: TextToSpeech | Ring[TextToSpeech],
        end_of_turn: EndOfTurn,
        make_voice_activity: Callable[[], VoiceActivity],
        backchannel: Backchannel | None = None,
        tuning: TurnTuning | None = None,
        realtime: RealtimeModels | None = None,
    ) -> None:
        self._cleaning = Cleaning()
        ears = speech_to_text if callable(speech_to_text) else alone(speech_to_text)
        voices = text_to_speech if callable(text_to_speech) else alone(text_to_speech)
        self._speech_to_text = SupervisedSpeechToText(ears, cleaning=self._cleaning)
        self._text_to_speech = SupervisedTextToSpeech(voices, cleaning=self._cleaning)
        self._end_of_turn = end_of_turn
        self._backchannel = backchannel
        self._make_voice_activity = make_voice_activity
        self._tuning = tuning or TurnTuning()
        self._realtime = realtime
        self._renderer = SentenceRenderer(self._text_to_speech)

    @property
    def models(self) -> dict[str, str]:
        names = {
            "speech_to_text": self._speech_to_text.name,
            "text_to_speech": self._text_to_speech.name,
            "end_of_turn": self._end_of_turn.name,
        }
        if self._backchannel is not None:
            names["backchannel"] = self._backchannel.name
        if self._realtime is not None:
            names["realtime"] = " > ".join(candidate.model.name for candidate in self._realtime.ring())
        return names

    async def ready(self) -> None:
        """Import the framework and put a little through every model; raise `ModelFileError` or `ProviderError`."""
        try:
            async with asyncio.timeout(READY_DEADLINE_S):
                await asyncio.to_thread(importlib.import_module, "vivavoce.voice.livekit_io")
                await self._try_models()
        except TimeoutError as error:
            raise ProviderError(
                "voice engine",
                f"the models did not answer within {READY_DEADLINE_S:.0f} s",
                fix="See which model process uses the processor or is out of memory.",
            ) from error

    async def _try_models(self) -> None:
        silence = bytes(2 * HEARING_RATE_HZ)
        self._make_voice_activity().probability(silence[: 2 * VAD_WINDOW_SAMPLES])
        await self._end_of_turn.probability(silence)
        if self._backchannel is not None:
            await self._backchannel.probability(silence)
        listening = await self._speech_to_text.listen()
        listening.feed(silence)
        await listening.settle()
        await listening.aclose()
        async with aclosing(self._renderer.render("Hello.", pace=1.0).follow()) as speech:
            async for _ in speech:
                pass
        await self.ready_to_bridge()

    async def ready_to_bridge(self) -> None:
        """Make the phrase that covers a switch; raise `ProviderError` when the voice of this machine cannot."""
        await self._renderer.prepare_bridge()

    def converse(
        self, line: Line, partner: ConversationPartner, *, starts_at_s: float, tap: LineTap | None, hears: bool
    ) -> LiveConversation:
        models = Models(
            speech_to_text=self._speech_to_text,
            end_of_turn=self._end_of_turn,
            backchannel=self._backchannel,
            make_voice_activity=self._make_voice_activity,
            renderer=self._renderer,
            open_playout=_open_playout,
            realtime=self._realtime,
            cleaning=self._cleaning,
        )
        return LiveConversation(
            line, partner, models, starts_at_s=starts_at_s, tap=tap, hears=hears, tuning=self._tuning
        )

    async def aclose(self) -> None:
        """Stop what is being synthesised, and what is still being cleaned up."""
        await self._renderer.aclose()
        await self._cleaning.aclose()


async def _open_playout(line: Line) -> Playout:
    from vivavoce.voice.livekit_io import open_playout

    return await open_playout(line)
