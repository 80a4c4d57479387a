"""Three stacks with models that take no time: what is left of a turn is the stack's own doing.

Every stack reads the same line, 20 ms a frame: a caller speaks a stretch, is silent, and hears the reply. A turn is due with the
frame that completes the agreed silence; what counts is the time from that frame to the first frame of the reply.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence

import numpy as np
from livekit import rtc
from livekit.agents import Agent, AgentSession, llm, stt, tts, utils
from livekit.agents.language import LanguageCode
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, NOT_GIVEN, APIConnectOptions, NotGivenOr
from livekit.agents.voice.turn import TurnHandlingOptions

from bench.livekit_microphone import LineMicrophone
from bench.overhead_line import SILENCE_S, TEXT, CallerLine
from vivavoce.domain.audio import HEARING_RATE_HZ, LINE_RATE_HZ, Pcm
from vivavoce.domain.failover import Failover
from vivavoce.domain.latency import LatencyLedger
from vivavoce.domain.ports.speech_to_text import Listening
from vivavoce.domain.ports.voice_engine import Recollection, Reply, TurnPolicy, VoiceState
from vivavoce.domain.role_pack import TurnPatience
from vivavoce.domain.transcript import Speaker, Transcription, Turn
from vivavoce.voice.engine import LiveVoiceEngine
from vivavoce.voice.livekit_io import LineOutput

_AUDIBLE = 300
_REPLY_S = 0.4
_REPLY = bytes([1, 4]) * round(_REPLY_S * 24_000)


class _Ear:
    """Knows what was said, and takes no time."""

    name = "fake"

    async def listen(self, *, vocabulary: Sequence[str] = ()) -> Listening:
        return self

    def feed(self, samples: bytes) -> None:
        """Heard."""

    async def partial(self) -> Transcription:
        return Transcription(text=TEXT)

    async def settle(self) -> Transcription:
        return Transcription(text=TEXT)

    async def aclose(self) -> None:
        """Nothing is held."""


class _Voice:
    name = "fake"
    sample_rate_hz = 24_000

    async def speak(self, text: str, *, pace: float = 1.0) -> AsyncIterator[Pcm]:
        yield Pcm(samples=_REPLY, sample_rate_hz=24_000)


class _EndOfTurn:
    name = "fake"

    async def probability(self, samples: bytes) -> float:
        return 1.0


class _VoiceActivity:
    def probability(self, window: bytes) -> float:
        return 1.0 if window[len(window) // 2] else 0.0

    def reset(self) -> None:
        """Nothing is remembered."""


class _Partner:
    """Says something new each time, so that nothing is ready before it is asked for."""

    def __init__(self) -> None:
        self._turns = 0
        patience = TurnPatience(min_silence_s=SILENCE_S, max_silence_s=SILENCE_S, offer_after_s=600.0)
        self._policy = TurnPolicy(patience=patience, open_question=False)

    def policy(self) -> TurnPolicy:
        return self._policy

    def upcoming(self) -> Sequence[str]:
        return ()

    async def prepare(self, turn: Turn, *, exact: bool) -> Reply:
        return Reply(id=str(self._turns), parts=(f"Reply {self._turns}.",), needs_exact=True)

    async def turn_ended(self, turn: Turn, reply: Reply) -> None:
        self._turns += 1

    async def utterance_heard(self, utterance: Turn) -> None:
        """Nothing is kept."""

    async def spoke(self, turn: Turn, reply: Reply, *, ledger: LatencyLedger | None) -> None:
        """Nothing is kept."""

    async def silence(self, silent_s: float) -> Reply | None:
        return None

    def state_changed(self, state: VoiceState) -> None:
        """Nobody watches."""

    def caption(self, *, speaker: Speaker, text: str, final: bool, id: str) -> None:  # noqa: A002 - the port's name
        """Nobody reads."""

    def candidate_speaking(self, *, speaking: bool) -> None:
        """Nobody watches."""

    def recollect(self) -> Recollection:
        return Recollection(instructions="", summary="")

    async def echoed(self) -> None:
        """Nothing comes back here."""

    async def failed_over(self, failover: Failover) -> None:
        """There is one model a slot."""


class Ours:
    """The whole voice room: ears, turn-taking, supervised models, playout."""

    def __init__(self) -> None:
        self._engine = LiveVoiceEngine(
            speech_to_text=_Ear(),
            text_to_speech=_Voice(),
            end_of_turn=_EndOfTurn(),
            make_voice_activity=_VoiceActivity,
        )

    async def converse(self, line: CallerLine) -> None:
        await self._engine.converse(line, _Partner(), starts_at_s=0.0, tap=None, hears=True).run()

    async def aclose(self) -> None:
        await self._engine.aclose()


class RawLiveKit:
    """livekit-agents with fakes in all slots; a turn is over when its speech-to-text says so."""

    async def converse(self, line: CallerLine) -> None:
        session: AgentSession[None] = AgentSession(
            stt=_LiveKitEar(),
            llm=_LiveKitWords(),
            tts=_LiveKitVoice(),
            vad=None,
            turn_handling=TurnHandlingOptions(turn_detection="stt", endpointing={"min_delay": 0.0, "max_delay": 0.0}),
            aec_warmup_duration=None,
            user_away_timeout=None,
        )
        microphone = LineMicrophone(line)
        session.input.audio = microphone
        session.output.audio = LineOutput(line)
        session.output.set_transcription_enabled(False)
        await session.start(Agent(instructions=""))
        await microphone.over.wait()
        await session.aclose()

    async def aclose(self) -> None:
        """Every session closed itself."""


class _LiveKitEar(stt.STT[str]):
    def __init__(self) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=True, interim_results=False))

    async def _recognize_impl(
        self,
        buffer: utils.AudioBuffer,
        *,
        language: NotGivenOr[str] = NOT_GIVEN,
        conn_options: APIConnectOptions,
    ) -> stt.SpeechEvent:
        raise NotImplementedError("it streams")

    def stream(
        self,
        *,
        language: NotGivenOr[str] = NOT_GIVEN,
        conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
    ) -> stt.RecognizeStream:
        return _LiveKitListening(stt=self, conn_options=conn_options, sample_rate=HEARING_RATE_HZ)


class _LiveKitListening(stt.RecognizeStream):
    async def _run(self) -> None:
        silent_s, speaking = 0.0, False
        async for frame in self._input_ch:
            if not isinstance(frame, rtc.AudioFrame):
                continue
            if np.abs(np.frombuffer(frame.data, "<i2")).max(initial=0) > _AUDIBLE:  # its resampler leaves a murmur
                silent_s = 0.0
                if not speaking:
                    speaking = True
                    self._event_ch.send_nowait(stt.SpeechEvent(type=stt.SpeechEventType.START_OF_SPEECH))
                continue
            silent_s += frame.samples_per_channel / frame.sample_rate
            if speaking and silent_s >= SILENCE_S:
                speaking = False
                said = stt.SpeechData(language=LanguageCode("en"), text=TEXT)
                self._event_ch.send_nowait(
                    stt.SpeechEvent(type=stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives=[said])
                )
                self._event_ch.send_nowait(stt.SpeechEvent(type=stt.SpeechEventType.END_OF_SPEECH))


class _LiveKitWords(llm.LLM[str]):
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
        return _LiveKitReply(self, chat_ctx=chat_ctx, tools=tools or [], conn_options=conn_options)


class _LiveKitReply(llm.LLMStream):
    async def _run(self) -> None:
        delta = llm.ChoiceDelta(role="assistant", content="A reply.")
        self._event_ch.send_nowait(llm.ChatChunk(id=utils.shortuuid(), delta=delta))


class _LiveKitVoice(tts.TTS[str]):
    def __init__(self) -> None:
        super().__init__(capabilities=tts.TTSCapabilities(streaming=False), sample_rate=24_000, num_channels=1)

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        return _LiveKitSpeech(tts=self, input_text=text, conn_options=conn_options)


class _LiveKitSpeech(tts.ChunkedStream):
    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        output_emitter.initialize(
            request_id=utils.shortuuid(), sample_rate=24_000, num_channels=1, mime_type="audio/pcm"
        )
        output_emitter.push(_REPLY)
        output_emitter.flush()


class BareFloor:
    """Three tasks with queues between them, and nothing else: what asyncio itself costs."""

    async def converse(self, line: CallerLine) -> None:
        heard: asyncio.Queue[str] = asyncio.Queue()
        worded: asyncio.Queue[str] = asyncio.Queue()
        async with asyncio.TaskGroup() as tasks:
            wording = tasks.create_task(self._word(heard, worded))
            speaking = tasks.create_task(self._speak(worded, line))
            silent_s, spoke = 0.0, False
            async for pcm in line.incoming():
                if any(pcm.samples):
                    silent_s, spoke = 0.0, True
                    continue
                silent_s += pcm.duration_s
                if spoke and silent_s >= SILENCE_S:
                    spoke = False
                    heard.put_nowait(TEXT)
            wording.cancel()
            speaking.cancel()

    async def _word(self, heard: asyncio.Queue[str], worded: asyncio.Queue[str]) -> None:
        while True:
            worded.put_nowait(await heard.get())

    async def _speak(self, worded: asyncio.Queue[str], line: CallerLine) -> None:
        reply = Pcm(samples=bytes([1, 4]) * round(_REPLY_S * LINE_RATE_HZ), sample_rate_hz=LINE_RATE_HZ)
        while True:
            await worded.get()
            await line.write(reply)

    async def aclose(self) -> None:
        """Nothing is held."""


type Stack = Ours | RawLiveKit | BareFloor


def cpu_s() -> float:
    """Return the processor time of this process so far."""
    return time.process_time()
