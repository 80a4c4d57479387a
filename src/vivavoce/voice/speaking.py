"""The interviewer's side: one reply at a time, and what of it was really heard."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ids import new_id
from vivavoce.domain.ports.voice_engine import ConversationPartner, Reply
from vivavoce.domain.transcript import Mark, Speaker, Turn
from vivavoce.voice import metrics
from vivavoce.voice.ledger import TurnStamps
from vivavoce.voice.playout import Playback, Playout
from vivavoce.voice.rendering import Late, Renderer, Rendering, Span

_BETWEEN_SENTENCES_S = 0.35
"""A breath, at a normal pace: sentences are synthesised one by one, so the voice makes none itself."""
_BRIDGE_AFTER_S = 0.2
"""Silence behind a voice that broke off before a bridge covers it; as much again may be queued on the line."""
_CLAUSE_END = re.compile(r"[,;:.!?…][\"')]*$")


class Speech:
    """One reply on its way to the candidate's ear."""

    def __init__(self, reply: Reply, *, renderer: Renderer, pace: float, stamps: TurnStamps | None) -> None:
        self.id = new_id("turn")
        self.reply = reply
        self.stamps = stamps
        self.began_s: float | None = None
        """When its first sample was sent, on the session clock."""
        self.unspoken = False
        """Synthesis failed before the end: what is missing was shown, not heard."""
        self._renderer = renderer
        self._pace = pace
        self._pieces = renderer.pieces(reply.parts)
        self._breath_samples = round(_BETWEEN_SENTENCES_S / pace * LINE_RATE_HZ)
        self._renderings: list[Rendering] = []
        self._stretches: list[_Stretch] = []
        self._bridged_samples = 0
        self._playback: Playback | None = None

    def play_on(self, playout: Playout) -> None:
        self._playback = playout.play(self.reply.text, self._audio())

    async def _audio(self) -> AsyncGenerator[Pcm]:
        making = asyncio.create_task(self._renderer.ahead(self.reply.parts, pace=self._pace))
        try:
            for number, text in enumerate(self._pieces):
                if number:
                    yield Pcm(samples=bytes(2 * self._breath_samples), sample_rate_hz=LINE_RATE_HZ)
                rendering = self._renderer.render(text, pace=self._pace)
                self._renderings.append(rendering)
                async with aclosing(
                    self._follow(rendering, lead_samples=self._breath_samples if number else 0)
                ) as audio:
                    async for pcm in audio:
                        yield pcm
        except ProviderError:
            metrics.UNSPOKEN.inc()
            self.unspoken = True
        finally:
            making.cancel()

    async def _follow(self, rendering: Rendering, *, lead_samples: int) -> AsyncGenerator[Pcm]:
        loop = asyncio.get_running_loop()
        span: Span | None = None
        late_after_s = None if self._bridged_samples else _BRIDGE_AFTER_S
        async with aclosing(rendering.follow_closely(late_after_s=late_after_s)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Late):
                    for pcm in self._bridge(lead_samples):
                        lead_samples = 0
                        yield pcm
                    span = None
                    continue
                if piece.span is not span:
                    span = piece.span
                    self._stretches.append(_Stretch(span, lead_samples))
                    lead_samples = 0
                if self.stamps is not None and self.stamps.synthesised_at is None:
                    self.stamps.synthesised_at = loop.time()
                yield piece.pcm

    def _bridge(self, lead_samples: int) -> Iterator[Pcm]:
        """Yield the phrase that covers a switch, and a breath behind it."""
        bridge = self._renderer.bridge(pace=self._pace)
        if bridge is None:
            return
        breath = bytes(2 * self._breath_samples)
        self._bridged_samples = bridge.sample_count + self._breath_samples
        self._stretches.append(_Stretch(Span(bridge.text, self._bridged_samples, is_done=True), lead_samples))
        yield Pcm(samples=b"".join(samples for _, samples in bridge.chunks) + breath, sample_rate_hz=LINE_RATE_HZ)

    @property
    def playback(self) -> Playback:
        if self._playback is None:
            raise RuntimeError("a speech has no playback before `play_on`")
        return self._playback

    @property
    def heard_samples(self) -> int:
        return self.playback.sent_samples

    @property
    def heard_s(self) -> float:
        return self.heard_samples / LINE_RATE_HZ

    @property
    def is_audible(self) -> bool:
        return self.heard_samples > 0

    @property
    def is_rendered(self) -> bool:
        """All of it is synthesised."""
        return len(self._renderings) == len(self._pieces) and all(one.is_done for one in self._renderings)

    @property
    def left_s(self) -> float:
        """How much is still to be heard; infinite while not all of it is synthesised."""
        if not self.is_rendered:
            return float("inf")
        others = self._breath_samples * (len(self._pieces) - 1) + self._bridged_samples
        return (sum(one.sample_count for one in self._renderings) + others - self.heard_samples) / LINE_RATE_HZ

    @property
    def text_said(self) -> str:
        """All its words, as they were really said: a bridge among them, or a voice's own wording."""
        said = [stretch.span.text for stretch in self._stretches if stretch.span.text]
        as_planned = self.unspoken or not self.is_rendered or tuple(said) == self._pieces
        return self.reply.text if as_planned else " ".join(said)

    def text_heard(self, *, whole_clauses: bool = False) -> str:
        """Return the words sent so far, a word when its last sample was; or up to the end of the clause being spoken."""
        text: list[str] = []
        left = self.heard_samples
        for stretch in self._stretches:
            left -= stretch.lead_samples
            span = stretch.span
            if span.is_done and left >= span.sample_count:
                text.append(span.text)
                left -= span.sample_count
                continue
            share = left / max(span.expected_samples(pace=self._pace), 1)
            if left > 0:
                text.append(_first_words(span.text, share, whole_clauses=whole_clauses))
            break
        return " ".join(part for part in text if part)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words on their way to the ear, and the silence before them."""

    span: Span
    lead_samples: int


def _first_words(text: str, share: float, *, whole_clauses: bool) -> str:
    """Return the words that end within this share of the text, by their letters; samples say no more than that."""
    taken: list[str] = []
    letters = share * len(text)
    for word in text.split():
        begun = letters > len(" ".join(taken)) + 1
        in_clause = whole_clauses and (begun or not taken or not _CLAUSE_END.search(taken[-1]))
        if len(" ".join([*taken, word])) > letters + 0.5 and not in_clause:
            break
        taken.append(word)
    return " ".join(taken)


class SpeakerSide:
    """Speaks for the interviewer on one line and shows the words as they are heard."""

    def __init__(self, renderer: Renderer, partner: ConversationPartner, *, now_s: Callable[[], float]) -> None:
        self._playout: Playout | None = None
        self._renderer = renderer
        self._partner = partner
        self._now_s = now_s
        self._shown = ""
        self.speech: Speech | None = None
        """What is being spoken, or about to be."""

    @property
    def is_rendered(self) -> bool:
        """Nothing is waiting for synthesis."""
        return self.speech is None or self.speech.is_rendered

    def attach(self, playout: Playout) -> None:
        """Speak through this from now on."""
        self._playout = playout

    def begin(self, reply: Reply, *, stamps: TurnStamps | None = None) -> Speech:
        """Speak this; what was spoken before must have ended. Raises `RuntimeError` before `attach`."""
        if self._playout is None:
            raise RuntimeError("nothing to speak through: attach a playout first")
        speech = Speech(reply, renderer=self._renderer.for_reply(), pace=self._partner.policy().pace, stamps=stamps)
        self.speech = speech
        self._shown = ""
        speech.play_on(self._playout)
        return speech

    def tick(self) -> None:
        """Note the first sample and show the words that have come up since."""
        speech = self.speech
        if speech is None or not speech.is_audible:
            return
        if speech.began_s is None:
            speech.began_s = self._now_s() - speech.heard_s
            if speech.stamps is not None:
                speech.stamps.sent_at = asyncio.get_running_loop().time() - speech.heard_s
        shown = speech.text_heard(whole_clauses=True)
        if shown != self._shown:
            self._shown = shown
            self._partner.caption(speaker=Speaker.INTERVIEWER, text=shown, final=False, id=speech.id)

    def take_back(self) -> None:
        """Stop as if nothing had been said."""
        speech, self.speech = self.speech, None
        if speech is not None:
            speech.playback.stop()
            self._renderer.heard(speech.heard_s, whole=False, stands=False)
            if self._shown:
                self._partner.caption(speaker=Speaker.INTERVIEWER, text="", final=True, id=speech.id)

    def end(self, *, cut_short: bool) -> Turn | None:
        """End the speech; return what was heard of it, None when that is nothing."""
        speech, self.speech = self.speech, None
        if speech is None:
            return None
        speech.playback.stop()
        now_s = self._now_s()
        began_s = now_s - speech.heard_s if speech.began_s is None else speech.began_s
        self._renderer.heard(speech.heard_s, whole=not cut_short, stands=True)
        text = speech.text_heard() if cut_short else speech.text_said
        if not text and cut_short:
            return None
        self._partner.caption(speaker=Speaker.INTERVIEWER, text=text, final=True, id=speech.id)
        return Turn(
            id=speech.id,
            speaker=Speaker.INTERVIEWER,
            text=text,
            start_s=began_s,
            end_s=now_s,
            marks=(Mark.INTERRUPTED,) if cut_short and text != speech.text_said else (),
            section=speech.reply.section,
            question_id=speech.reply.question_id,
        )
