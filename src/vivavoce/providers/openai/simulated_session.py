"""One connection to a simulated vendor that speaks the OpenAI Realtime protocol: what the client sends, and what follows."""

import asyncio
import base64
import binascii
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from vivavoce.domain.audio import Pcm
from vivavoce.domain.ids import new_id
from vivavoce.providers.openai.conversation import Conversation, Item, new_item
from vivavoce.providers.openai.dialect import Dialect, ErrorShape
from vivavoce.providers.openai.frames import FrameError
from vivavoce.providers.openai.outbox import Outbox
from vivavoce.providers.openai.simulated_items import SimulatedItems
from vivavoce.providers.openai.simulated_reply import RATE_HZ, SimulatedReply
from vivavoce.providers.simulation import Ear, FaultKind, Faults, SimulatedConnection, SimulatedPartner

type Event = dict[str, Any]
_SHORTEST_TURN_S = 0.1
_CLOSES_WITH = 1000


class SimulatedSession:
    """Serves one client until it leaves, or a planned fault ends it."""

    def __init__(
        self,
        connection: SimulatedConnection,
        *,
        dialect: Dialect,
        model: str,
        partner: SimulatedPartner,
        faults: Faults,
        violations: list[str],
    ) -> None:
        self._connection = connection
        self._dialect = dialect
        self._partner = partner
        self._faults = faults
        self._violations = violations
        self._session = dialect.new_session(model)
        self._conversation = Conversation()
        self._outbox = Outbox(connection, dialect)
        self._items = SimulatedItems(self._conversation, self._outbox)
        self._ear = Ear(sample_rate_hz=RATE_HZ)
        self._reply: SimulatedReply | None = None
        self._replying: asyncio.Task[None] | None = None
        connection.on_fault = self._fail

    async def run(self) -> None:
        if self._dialect.greets_with_conversation:
            conversation = {"id": new_id("conv"), "object": "realtime.conversation"}
            await self._outbox.send({"type": "conversation.created", "conversation": conversation})
        await self._outbox.send({"type": "session.created", "session": self._session})
        async with asyncio.TaskGroup() as group:
            async for frame in self._connection.frames():
                try:
                    event = self._dialect.frames.read(frame)
                except FrameError as error:
                    self._violations.append(str(error))
                    shape = ErrorShape(code=None, type="invalid_request_error", message=str(error))
                    await self._outbox.error(shape, event_id=error.event_id)
                else:
                    await self._receive(event, group)
            if self._replying:
                self._replying.cancel()

    async def _receive(self, event: BaseModel, group: asyncio.TaskGroup) -> None:
        sent = event.model_dump(exclude_unset=True)
        match sent["type"]:
            case "session.update":
                _merge(self._session, sent["session"])
                await self._outbox.send({"type": "session.updated", "session": self._session})
            case "input_audio_buffer.append":
                await self._hear(sent)
            case "input_audio_buffer.commit":
                await self._commit(sent)
            case "input_audio_buffer.clear":
                self._ear.take()
                await self._outbox.send({"type": "input_audio_buffer.cleared"})
            case "response.create":
                await self._create_reply(sent, group)
            case "response.cancel":
                await self._cancel_reply(sent)
            case _:
                await self._change_items(sent, group)

    async def _change_items(self, sent: Event, group: asyncio.TaskGroup) -> None:
        if self._dialect.forces_messages and (sent.get("item") or {}).get("type") == "force_message":
            text = "".join(part.get("text", "") for part in sent["item"].get("content", ()))
            await self._start_reply(text, instructions="", metadata=None, sent=sent, group=group)
        else:
            await self._items.change(sent)

    async def _hear(self, sent: Event) -> None:
        try:
            self._ear.feed(base64.b64decode(sent["audio"], validate=True))
        except binascii.Error:
            self._violations.append("input_audio_buffer.append: audio is not base64")
            await self._outbox.refuse(sent, code="invalid_value", message="The audio is not base64.")

    async def _commit(self, sent: Event) -> None:
        if self._ear.duration_s < _SHORTEST_TURN_S:
            await self._outbox.refuse(
                sent, code="input_audio_buffer_commit_empty", message="Expected at least 100ms of audio."
            )
            return
        heard = self._ear.take()
        item = new_item("user", audio_s=heard.duration_s, spoken=True)
        before = self._conversation.add(item)
        await self._outbox.send(
            {"type": "input_audio_buffer.committed", "item_id": item.id, "previous_item_id": before}
        )
        await self._items.announce(item, before)
        item.text = await self._understand(heard, item)

    async def _understand(self, heard: Pcm, item: Item) -> str:
        """Listen to what was said; tell the client when it has asked for transcripts."""
        text = await self._partner.understand(heard)
        if (self._session["audio"].get("input") or {}).get("transcription"):
            kind = "conversation.item.input_audio_transcription"
            place = {"item_id": item.id, "content_index": 0}
            if self._dialect.cumulative_transcripts:
                words = text.split()
                for count in range(1, len(words) + 1):
                    await self._outbox.send(
                        {"type": f"{kind}.updated", "item_id": item.id, "transcript": " ".join(words[:count])}
                    )
            else:
                await self._outbox.send({"type": f"{kind}.delta", "delta": text, **place})
            usage = {"type": "duration", "seconds": round(heard.duration_s, 2)}
            await self._outbox.send({"type": f"{kind}.completed", "transcript": text, "usage": usage, **place})
        return text

    async def _create_reply(self, sent: Event, group: asyncio.TaskGroup) -> None:
        params: Mapping[str, Any] = sent.get("response") or {}
        instructions = params.get("instructions") or self._session.get("instructions") or ""
        text = self._partner.words(instructions=instructions, heard=self._conversation.heard_last())
        await self._start_reply(
            text, instructions=instructions, metadata=params.get("metadata"), sent=sent, group=group
        )

    async def _start_reply(
        self, text: str, *, instructions: str, metadata: dict[str, str] | None, sent: Event, group: asyncio.TaskGroup
    ) -> None:
        if self._replying and not self._replying.done():
            message = "The conversation already has an active response."
            await self._outbox.refuse(sent, code="conversation_already_has_active_response", message=message)
            return
        faults = self._faults.begin_reply()
        if FaultKind.QUOTA in faults:
            await self._fail(FaultKind.QUOTA)
            return
        reply = SimulatedReply(
            send=self._outbox.send,
            dialect=self._dialect,
            conversation=self._conversation,
            faults=faults,
            metadata=metadata,
        )
        pace = float((self._session["audio"].get("output") or {}).get("speed") or 1.0)

        await reply.announce()
        self._reply = reply
        self._replying = group.create_task(
            reply.speak(text, instructions=instructions, partner=self._partner, pace=pace)
        )

    async def _cancel_reply(self, sent: Event) -> None:
        if self._replying is None or self._replying.done():
            await self._outbox.refuse(
                sent, code="response_cancel_not_active", message="Cancellation failed: no active response."
            )
            return
        self._replying.cancel()
        await asyncio.wait({self._replying})
        if self._reply:
            await self._reply.cancelled()

    async def _fail(self, kind: FaultKind) -> None:
        """Say what went wrong in the protocol's own words; everything but a used-up quota ends the connection."""
        shape = self._dialect.errors.get(kind)
        if shape:
            await self._outbox.error(shape)
            if kind is not FaultKind.QUOTA:
                await self._connection.close(code=_CLOSES_WITH, reason=shape.code or shape.type)


def _merge(session: Event, update: Event) -> None:
    """Take over what an update names, deep down; null is a value."""
    for name, value in update.items():
        if isinstance(value, dict) and isinstance(session.get(name), dict):
            _merge(session[name], value)
        else:
            session[name] = value
