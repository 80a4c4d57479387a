"""One reply of a simulated vendor that speaks the OpenAI Realtime protocol: its events in order, with what goes wrong."""

import base64
from collections.abc import Awaitable, Callable
from typing import Any

from vivavoce.domain.ids import new_id
from vivavoce.providers.openai.conversation import Conversation, Item, new_item
from vivavoce.providers.openai.dialect import Dialect
from vivavoce.providers.simulation import FaultKind, ReplyFaults, SimulatedPartner

type Event = dict[str, Any]
RATE_HZ = 24_000
_WORDS_AHEAD = 3
"""So many words are sent with every 100 ms of audio: the text runs ahead, as it does with the vendors."""


class SimulatedReply:
    """Speaks once. `send` takes finished events; ids and response numbers are made here."""

    def __init__(
        self,
        *,
        send: Callable[[Event], Awaitable[None]],
        dialect: Dialect,
        conversation: Conversation,
        faults: ReplyFaults,
        metadata: dict[str, str] | None,
    ) -> None:
        self._send_now = send
        self._dialect = dialect
        self._conversation = conversation
        self._faults = faults
        self._metadata = metadata
        self._held: Event | None = None
        self.id = new_id("resp")
        self._item: Item | None = None
        self._instructions = ""

    async def announce(self) -> None:
        """Say that there is a reply; a client may cancel it from here on."""
        await self._send({"type": "response.created", "response": self._response("in_progress")})

    async def speak(self, text: str, *, instructions: str, partner: SimulatedPartner, pace: float) -> None:
        """Send the whole reply; a planned fault may end it early by its own exception."""
        self._instructions = instructions
        await self._faults.begin()
        if self._faults.error:
            await self._refuse(self._faults.error)
            return
        item = await self._begin_item()
        words = [f" {word}" if number else word for number, word in enumerate(text.split())]
        rate_hz = self._faults.spoken_rate_hz(RATE_HZ)
        chunks = partner.speak(text, sample_rate_hz=rate_hz, pace=pace)
        async for chunk in self._faults.through(chunks, sample_rate_hz=rate_hz):
            await self._say("".join(words[:_WORDS_AHEAD]), item)
            del words[:_WORDS_AHEAD]
            item.audio_s += len(chunk) / 2 / RATE_HZ
            await self._part({"type": "response.output_audio.delta", "delta": base64.b64encode(chunk).decode()})
        await self._say("".join(words), item)
        await self._finish(item)

    async def cancelled(self) -> None:
        """End a reply that the client has cancelled."""
        if self._item:
            self._item.status = "incomplete"
        await self._done("cancelled", {"type": "cancelled", "reason": "client_cancelled"})

    async def _begin_item(self) -> Item:
        item = self._item = new_item("assistant", spoken=True)
        item.status = "in_progress"
        before = self._conversation.add(item)
        bare = item.event() | {"content": []}
        await self._send(
            {"type": "response.output_item.added", "response_id": self.id, "output_index": 0, "item": bare}
        )
        await self._send({"type": "conversation.item.added", "previous_item_id": before, "item": bare})
        await self._part({"type": "response.content_part.added", "part": {"type": "audio", "transcript": ""}})
        return item

    async def _say(self, text: str, item: Item) -> None:
        if text:
            item.text += text
            await self._part({"type": "response.output_audio_transcript.delta", "delta": text})

    async def _finish(self, item: Item) -> None:
        item.status = "completed"
        await self._part({"type": "response.output_audio.done"})
        await self._part({"type": "response.output_audio_transcript.done", "transcript": item.text})
        await self._part({"type": "response.content_part.done", "part": {"type": "audio", "transcript": item.text}})
        await self._send({"type": "conversation.item.done", "item": item.event()})
        await self._send(
            {"type": "response.output_item.done", "response_id": self.id, "output_index": 0, "item": item.event()}
        )
        await self._done("completed")
        await self._let_go()

    async def _refuse(self, kind: FaultKind) -> None:
        error = self._dialect.errors[kind]
        await self._done("failed", {"type": "failed", "error": {"code": error.code, "type": error.type}})

    async def _done(self, status: str, details: Event | None = None) -> None:
        response = self._response(status)
        response["status_details"] = details
        if self._item:
            response["output"] = [self._item.event()]
            response["usage"] = self._conversation.usage(instructions=self._instructions, said=self._item)
        await self._send({"type": "response.done", "response": response})

    def _response(self, status: str) -> Event:
        return {
            "id": self.id, "object": "realtime.response", "status": status, "output": [], "metadata": self._metadata,
            "output_modalities": ["audio"],
        }  # fmt: skip

    async def _part(self, event: Event) -> None:
        assert self._item is not None
        place = {"response_id": self.id, "item_id": self._item.id, "output_index": 0, "content_index": 0}
        await self._send(event | place)

    async def _send(self, event: Event) -> None:
        event = {"event_id": new_id("event"), **event}
        if FaultKind.REORDER in self._faults and self._held is None:
            self._held = event
            return
        await self._send_now(event)
        if FaultKind.DUPLICATE in self._faults:
            await self._send_now(event)
        await self._let_go()

    async def _let_go(self) -> None:
        if self._held:
            held, self._held = self._held, None
            await self._send_now(held)
