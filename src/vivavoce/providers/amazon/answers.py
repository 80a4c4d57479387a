"""What Nova Sonic says, sorted: what belongs to the reply under way, and what it says on its own."""

import re
from collections.abc import Sequence

from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import Direction, SpokenPiece
from vivavoce.providers.amazon import events
from vivavoce.providers.amazon.received import BARGE_IN, ContentEnd, ContentStart, ServerEvent, UsageEvent
from vivavoce.providers.wire import ReplyUnderWay

_WORD = re.compile(r"[a-z0-9']+")
_ALIKE = 0.5
"""So many of a preview's words have to be the direction's."""


class Answers:
    """Hands the vendor's events over to the reply under way."""

    def __init__(self, reply: ReplyUnderWay, *, name: str) -> None:
        self._reply = reply
        self._name = name
        self._turn = VendorTurn()
        self._usage: list[UsageEvent] = []

    def expect(self, direction: Direction) -> None:
        """A direction was given."""
        self._turn.expect(direction)

    def take_usage(self) -> Sequence[UsageEvent]:
        """Return what was used since this was asked last."""
        used, self._usage = self._usage, []
        return used

    def take(self, event: ServerEvent) -> None:
        """Take one event; raises `ProviderError` for audio that nobody agreed to."""
        if event.contentStart is not None:
            self._check_rate(event.contentStart)
            self._turn.start(event.contentStart)
        elif event.textOutput is not None:
            self._take_words(event.textOutput.contentId, event.textOutput.content)
        elif event.audioOutput is not None and self._turn.is_ours:
            pcm = Pcm(samples=event.audioOutput.content, sample_rate_hz=events.OUTPUT_RATE_HZ)
            self._reply.push(SpokenPiece(audio=pcm))
        elif event.contentEnd is not None:
            self._take_end(event.contentEnd)
        elif event.usageEvent is not None:
            self._usage.append(event.usageEvent)

    def _take_words(self, content_id: str, words: str) -> None:
        if words == BARGE_IN:
            self._broke_off()
        elif self._turn.is_preview(content_id):
            self._turn.judge(words)
            if self._turn.is_ours:
                self._reply.push(SpokenPiece(text=words))

    def _take_end(self, end: ContentEnd) -> None:
        if end.stopReason == "INTERRUPTED":
            self._broke_off()
        elif end.type == "AUDIO" and end.stopReason == "END_TURN":
            if self._turn.is_ours:
                self._reply.complete()
            self._turn.end()

    def _broke_off(self) -> None:
        if self._turn.is_ours and self._reply.wanted and self._reply.is_heard:
            self._reply.fail(ProviderError(self._name, "it broke off its reply", fault=Fault.CUT))
        self._turn.end()

    def _check_rate(self, start: ContentStart) -> None:
        configuration = start.audioOutputConfiguration
        if configuration is not None and configuration.sampleRateHertz != events.OUTPUT_RATE_HZ:
            message = f"it speaks at {configuration.sampleRateHertz} Hz, not at {events.OUTPUT_RATE_HZ}"
            raise ProviderError(self._name, message, fault=Fault.MALFORMED)


class VendorTurn:
    """Whose words the vendor is saying: those of the last direction, or its own."""

    def __init__(self) -> None:
        self.began = False
        """The vendor is in the middle of saying something."""
        self._foreign = True
        self._judged = False
        self._verbatim = True
        self._wanted: frozenset[str] = frozenset()
        self._previews: set[str] = set()

    @property
    def is_ours(self) -> bool:
        return not self._foreign

    def expect(self, direction: Direction) -> None:
        """A direction was given: what is being said now is none of it."""
        self._foreign = self.began
        self._verbatim = direction.verbatim
        self._judged = not direction.verbatim
        self._wanted = frozenset(_words(direction.text))

    def start(self, start: ContentStart) -> None:
        if start.role != "ASSISTANT":
            return
        if start.type == "AUDIO" or start.is_preview:
            self.began = True
        if start.is_preview:
            self._previews.add(start.contentId)

    def is_preview(self, content_id: str) -> bool:
        return content_id in self._previews

    def judge(self, preview: str) -> None:
        """Tell by its first words whether a reply is the one that was asked for."""
        if self._foreign or self._judged:
            return
        words = _words(preview)
        self._judged = True
        self._foreign = sum(word in self._wanted for word in words) < _ALIKE * len(words)

    def end(self) -> None:
        """The vendor has stopped speaking: what comes next may be ours."""
        if self._foreign and self._wanted:
            self._foreign = False
            self._judged = not self._verbatim
        self.began = False
        self._previews.clear()


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
