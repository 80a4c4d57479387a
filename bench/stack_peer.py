"""livekit-agents with its defaults as the stack under measurement: same models, same transport, same questions.

Whisper is given as the non-streaming speech-to-text it is, which the session wraps with its voice activity detector; Piper
speaks sentence by sentence; the language model is a stub that knows the next question at once. Everything else (turn
detection, endpointing delays, interruption, preemptive generation) is what an `AgentSession` does when told nothing.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence

from livekit import rtc
from livekit.agents import Agent, AgentSession, llm, stt, tts, utils
from livekit.agents.language import LanguageCode
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, NOT_GIVEN, APIConnectOptions, NotGivenOr
from livekit.agents.voice import ConversationItemAddedEvent, io

from vivavoce.domain.audio import HEARING_RATE_HZ, LINE_RATE_HZ
from vivavoce.domain.ports.line import Line
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.providers.local.models import EmbeddedModels
from vivavoce.voice.livekit_io import LineOutput


class PeerStack:
    """Holds one conversation at a time."""

    def __init__(self, models: EmbeddedModels, questions: Sequence[str]) -> None:
        self._models = models
        self._questions = questions
        self.committed_at: list[float] = []
        self.ledger_ms: list[float] = []

    async def ready(self) -> None:
        """The models are started by whoever made them; the framework is imported with this file."""

    async def converse(self, line: Line) -> None:
        session: AgentSession[None] = AgentSession(
            stt=_WholeUtterances(self._models.speech_to_text),
            tts=_Sentences(self._models.text_to_speech()),
            llm=_NextQuestion(self._questions),
        )
        microphone = _Microphone(line)
        session.input.audio = microphone
        session.output.audio = LineOutput(line)
        session.on("conversation_item_added", self._added)
        await session.start(Agent(instructions=""))
        session.say(self._questions[0])
        await microphone.over.wait()
        await session.aclose()

    def _added(self, event: ConversationItemAddedEvent) -> None:
        if isinstance(event.item, llm.ChatMessage) and event.item.role == "user":
            self.committed_at.append(time.monotonic())


class _Microphone(io.AudioInput):
    def __init__(self, line: Line) -> None:
        super().__init__(label="line")
        self._frames = self._read(line)
        self.over = asyncio.Event()

    async def __anext__(self) -> rtc.AudioFrame:
        return await anext(self._frames)

    async def _read(self, line: Line) -> AsyncIterator[rtc.AudioFrame]:
        async for pcm in line.incoming():
            yield rtc.AudioFrame(
                data=pcm.samples, sample_rate=LINE_RATE_HZ, num_channels=1, samples_per_channel=pcm.sample_count
            )
        self.over.set()


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
    def __init__(self, questions: Sequence[str]) -> None:
        super().__init__()
        self.questions = questions

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
    """Pure: the same conversation gets the same reply, however often it is asked for."""

    async def _run(self) -> None:
        assert isinstance(self._llm, _NextQuestion)
        asked = sum(1 for message in self.chat_ctx.messages() if message.role == "user")
        text = f"Thank you. {self._llm.questions[asked % len(self._llm.questions)]}"
        self._event_ch.send_nowait(
            llm.ChatChunk(id=utils.shortuuid(), delta=llm.ChoiceDelta(role="assistant", content=text))
        )
