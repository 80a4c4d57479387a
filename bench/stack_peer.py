"""livekit-agents with its defaults as the stack under measurement: same models, same transport, same questions.

Whisper is given as the non-streaming speech-to-text it is, which the session wraps with its voice activity detector; Piper
speaks sentence by sentence; the language model is a stub that knows the next question at once. Everything else (turn
detection, endpointing delays, interruption, preemptive generation) is what an `AgentSession` does when told nothing.
"""

import time
from contextlib import suppress

from livekit import rtc
from livekit.agents import Agent, AgentSession, llm, stt, tts, utils
from livekit.agents.language import LanguageCode
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, NOT_GIVEN, APIConnectOptions, NotGivenOr
from livekit.agents.voice import ConversationItemAddedEvent

from bench.livekit_microphone import LineMicrophone
from bench.turn_script import Question
from bench.turn_serving import Committed
from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.latency import LatencyLedger
from vivavoce.domain.ports.line import Line
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.providers.local.models import EmbeddedModels
from vivavoce.voice.livekit_io import LineOutput


class PeerStack:
    """One set of models for all conversations."""

    def __init__(self, models: EmbeddedModels) -> None:
        self._models = models

    async def ready(self) -> None:
        """The models are started by whoever made them; the framework is imported with this file."""

    def interviewer(self, opening: Question) -> "PeerInterviewer":
        return PeerInterviewer(self._models, opening)

    async def aclose(self) -> None:
        """Nothing is kept between conversations."""


class PeerInterviewer:
    """One `AgentSession`."""

    def __init__(self, models: EmbeddedModels, opening: Question) -> None:
        self._models = models
        self._opening = opening
        self._replies = _NextQuestion(opening)
        self._session: AgentSession[None] | None = None
        self.committed: list[Committed] = []
        self.ledgers: list[tuple[float, LatencyLedger]] = []

    async def converse(self, line: Line) -> None:
        self._session = AgentSession(
            stt=_WholeUtterances(self._models.speech_to_text),
            tts=_Sentences(self._models.text_to_speech()),
            llm=self._replies,
        )
        microphone = LineMicrophone(line)
        self._session.input.audio = microphone
        self._session.output.audio = LineOutput(line)
        self._session.on("conversation_item_added", self._added)
        await self._session.start(Agent(instructions=""))
        self._session.say(self._opening.text)
        await microphone.over.wait()
        await self._session.aclose()

    def follow_with(self, question: Question) -> None:
        self._replies.question = question

    def ask(self, question: Question) -> None:
        if self._session is not None:
            with suppress(RuntimeError):  # closing already
                self._session.interrupt()
                self._session.say(question.text)

    def _added(self, event: ConversationItemAddedEvent) -> None:
        if isinstance(event.item, llm.ChatMessage) and event.item.role == "user":
            self.committed.append(Committed(at=time.monotonic(), text=event.item.text_content or ""))


class _WholeUtterances(stt.STT[str]):
    def __init__(self, port: SpeechToText) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=False, interim_results=False))
        self._port = port

    async def _recognize_impl(
        self,
        buffer: utils.AudioBuffer,
        *,
        language: NotGivenOr[str] = NOT_GIVEN,
        conn_options: APIConnectOptions,
    ) -> stt.SpeechEvent:
        frame = rtc.combine_audio_frames(buffer)
        resampler = rtc.AudioResampler(frame.sample_rate, HEARING_RATE_HZ)
        heard = b"".join(bytes(part.data) for part in [*resampler.push(frame), *resampler.flush()])
        listening = await self._port.listen()
        try:
            listening.feed(heard)
            text = (await listening.settle()).text
        finally:
            await listening.aclose()
        return stt.SpeechEvent(
            type=stt.SpeechEventType.FINAL_TRANSCRIPT,
            alternatives=[stt.SpeechData(language=LanguageCode("en"), text=text)],
        )


class _Sentences(tts.TTS[str]):
    def __init__(self, port: TextToSpeech) -> None:
        super().__init__(
            capabilities=tts.TTSCapabilities(streaming=False), sample_rate=port.sample_rate_hz, num_channels=1
        )
        self.port = port

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        return _Sentence(self, text, conn_options)


class _Sentence(tts.ChunkedStream):
    def __init__(self, owner: _Sentences, text: str, conn_options: APIConnectOptions) -> None:
        super().__init__(tts=owner, input_text=text, conn_options=conn_options)
        self._port = owner.port

    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        output_emitter.initialize(
            request_id=utils.shortuuid(),
            sample_rate=self._port.sample_rate_hz,
            num_channels=1,
            mime_type="audio/pcm",
        )
        async for pcm in self._port.speak(self.input_text):
            output_emitter.push(pcm.samples)
        output_emitter.flush()


class _NextQuestion(llm.LLM[str]):
    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question

    def chat(
        self,
        *,
        chat_ctx: llm.ChatContext,
        tools: list[llm.Tool] | None = None,
        conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
        parallel_tool_calls: NotGivenOr[bool] = NOT_GIVEN,
        tool_choice: NotGivenOr[llm.ToolChoice] = NOT_GIVEN,
        extra_kwargs: NotGivenOr[dict[str, object]] = NOT_GIVEN,
    ) -> llm.LLMStream:
        return _OneQuestion(self, chat_ctx=chat_ctx, tools=tools or [], conn_options=conn_options)


class _OneQuestion(llm.LLMStream):
    """Known at once: the question that is to come next."""

    async def _run(self) -> None:
        assert isinstance(self._llm, _NextQuestion)
        text = f"Thank you. {self._llm.question.text}"
        self._event_ch.send_nowait(
            llm.ChatChunk(id=utils.shortuuid(), delta=llm.ChoiceDelta(role="assistant", content=text))
        )
