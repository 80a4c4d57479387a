"""How a client changes the conversation that a simulated vendor remembers."""

from typing import Any

from vivavoce.providers.openai.conversation import Conversation, Item, new_item
from vivavoce.providers.openai.outbox import Outbox

type Event = dict[str, Any]


class SimulatedItems:
    """Adds, deletes and truncates items, and tells the client so."""

    def __init__(self, conversation: Conversation, outbox: Outbox) -> None:
        self._conversation = conversation
        self._outbox = outbox

    async def change(self, sent: Event) -> None:
        """Do what a `conversation.item.*` event asks for."""
        match sent["type"]:
            case "conversation.item.create":
                await self._create(sent)
            case "conversation.item.delete":
                await self._delete(sent)
            case "conversation.item.truncate":
                await self._truncate(sent)

    async def announce(self, item: Item, before: str | None) -> None:
        """Tell the client of an item that was added."""
        for kind in ("conversation.item.added", "conversation.item.done"):
            await self._outbox.send({"type": kind, "previous_item_id": before, "item": item.event()})

    async def _create(self, sent: Event) -> None:
        item = sent["item"]
        text = "".join(part.get("text") or part.get("transcript") or "" for part in item.get("content", ()))
        added = new_item(item.get("role", "system"), text=text, item_id=item.get("id"))
        if self._conversation.find(added.id):
            await self._outbox.refuse(
                sent, code="item_create_duplicate_item_id", message="There is an item by that id already."
            )
            return
        await self.announce(added, self._conversation.add(added, after=sent.get("previous_item_id")))

    async def _delete(self, sent: Event) -> None:
        item = self._conversation.find(sent["item_id"])
        if item is None:
            await self._outbox.refuse(sent, code="item_delete_invalid_item_id", message="There is no item by that id.")
            return
        self._conversation.items.remove(item)
        await self._outbox.send({"type": "conversation.item.deleted", "item_id": item.id})

    async def _truncate(self, sent: Event) -> None:
        item = self._conversation.find(sent["item_id"])
        end_s = sent["audio_end_ms"] / 1000
        if item is None or item.role != "assistant" or end_s > item.audio_s + 0.001:
            await self._outbox.refuse(sent, code="invalid_value", message="There is not so much audio in that item.")
            return
        item.text = item.text[: round(len(item.text) * end_s / item.audio_s)] if item.audio_s else ""
        item.audio_s = end_s
        place = {"item_id": item.id, "content_index": 0, "audio_end_ms": sent["audio_end_ms"]}
        await self._outbox.send({"type": "conversation.item.truncated", **place})
