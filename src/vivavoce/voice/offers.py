"""Silence offers: when nobody has spoken for long, the partner may say something gentle."""

import asyncio
from collections.abc import Callable

from vivavoce.domain.ports.voice_engine import ConversationPartner, Reply
from vivavoce.voice.mailbox import Mailbox
from vivavoce.voice.surroundings import Spawn


class Offers:
    """Asks the partner each time the policy's silence has passed again."""

    def __init__(
        self, partner: ConversationPartner, mailbox: Mailbox, spawn: Spawn, *, take: Callable[[Reply], None]
    ) -> None:
        self._partner = partner
        self._mailbox = mailbox
        self._spawn = spawn
        self._take = take
        self._made = 0
        self._silent_s = 0.0
        self._asking: asyncio.Task[None] | None = None

    def somebody_spoke(self) -> None:
        """Begin to count anew; an offer being thought of comes too late."""
        self._made = 0
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def silent_for(self, silent_s: float) -> None:
        """Make an offer if one is due."""
        if silent_s < self._silent_s:  # another silence: something was said meanwhile, by whomever
            self._made = 0
        self._silent_s = silent_s
        due_s = self._partner.policy().patience.offer_after_s * (self._made + 1)
        if silent_s >= due_s and (self._asking is None or self._asking.done()):
            self._made += 1
            self._asking = self._spawn(self._ask(silent_s))

    async def _ask(self, silent_s: float) -> None:
        await self._mailbox.settled()
        reply = await self._partner.silence(silent_s)
        if reply is not None:
            self._take(reply)
