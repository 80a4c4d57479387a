"""What Gemini Live says, sorted: what belongs to the reply under way, and when that is complete."""

import asyncio

from google.genai import types

from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import SpokenPiece
from vivavoce.providers.google import frames
from vivavoce.providers.wire import ReplyUnderWay

_LATE_WORDS_S = 0.3
"""Words may come behind the end of the audio: they are waited for so long."""


class Answers:
    """Hands the vendor's content over to the reply under way."""

    def __init__(self, reply: ReplyUnderWay, *, name: str) -> None:
        self._reply = reply
        self._name = name
        self._turn = ServerTurn()

    def expect(self) -> None:
        """A new reply was asked for."""
        self._turn.expect()

    def take(self, content: types.LiveServerContent) -> None:
        """Take one frame's content; raises `ProviderError` for audio that nobody agreed to."""
        if self._turn.is_left_over(content):
            return
        for pcm in frames.spoken_audio(content, name=self._name):
            self._reply.push(SpokenPiece(audio=pcm))
        words = content.output_transcription
        if words is not None and words.text:
            self._reply.push(SpokenPiece(text=words.text))
        self._turn.generated = self._turn.generated or bool(content.generation_complete)
        self._turn.worded = self._turn.worded or bool(words and words.finished)
        if content.interrupted and self._reply.wanted:
            self._reply.fail(ProviderError(self._name, "it broke off its reply", fault=Fault.CUT))
        elif content.turn_complete or (self._turn.generated and self._turn.worded):
            self._reply.complete()
        elif content.generation_complete:
            asyncio.get_running_loop().call_later(_LATE_WORDS_S, self._complete, self._turn.number)

    def _complete(self, turn_number: int) -> None:
        if turn_number == self._turn.number:
            self._reply.complete()


class ServerTurn:
    """Which turn of the vendor's a frame belongs to: turns have no ids, only ends that may come late, twice or not at all."""

    def __init__(self) -> None:
        self.number = 0
        self.generated = False
        """All of its audio has come."""
        self.worded = False
        """All of its words have come."""
        self._begun = False
        self._open = False
        """The vendor has not yet said that its turn is over."""
        self._left_over = False
        """An older turn is still open: what comes belongs to it."""
        self._end_may_follow = False
        """An interrupted turn may say once more that it is over."""

    def expect(self) -> None:
        """A new turn was asked for."""
        self.number += 1
        self.generated = self.worded = self._begun = False
        self._left_over = self._open
        self._open = True

    def is_left_over(self, content: types.LiveServerContent) -> bool:
        """Tell whether a frame belongs to a turn before the one expected."""
        if self._left_over:
            if content.interrupted or content.turn_complete:
                self._left_over = False
                self._end_may_follow = not content.turn_complete
            return True
        if content.model_turn is not None or content.output_transcription is not None:
            self._begun = True
            self._end_may_follow = False
        elif not self._begun and content.interrupted:  # an old turn's playing was interrupted, not this one
            self._end_may_follow = not content.turn_complete
            return True
        elif self._end_may_follow and content.turn_complete:
            self._end_may_follow = False
            return True
        if content.interrupted or content.turn_complete:
            self._open = False
            self._end_may_follow = not content.turn_complete
        return False
