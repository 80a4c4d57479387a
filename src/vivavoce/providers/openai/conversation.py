"""A simulated vendor's memory of a conversation: items, what was said in them, and the tokens that they cost."""

from dataclasses import dataclass, field
from typing import Any

from vivavoce.domain.ids import new_id

type Event = dict[str, Any]

_USER_TOKENS_PER_S, _ASSISTANT_TOKENS_PER_S = 10, 20  # one token for 100 ms heard, and for 50 ms said
_CHARACTERS_PER_TOKEN = 4


@dataclass(slots=True, kw_only=True)
class Item:
    """One item of the conversation."""

    id: str
    role: str
    text: str = ""
    """Written, or what was said aloud."""
    audio_s: float = 0.0
    spoken: bool = False
    status: str = "completed"

    def event(self) -> Event:
        """Return it as the protocol's object."""
        return {
            "id": self.id, "object": "realtime.item", "type": "message", "role": self.role, "status": self.status,
            "content": [self.part()] if self.text or self.spoken else [],
        }  # fmt: skip

    def part(self) -> Event:
        """Return its one content part."""
        side = "output" if self.role == "assistant" else "input"
        if self.spoken:
            return {"type": f"{side}_audio", "transcript": self.text} if side == "output" else {"type": "input_audio"}
        return {"type": f"{side}_text", "text": self.text}

    @property
    def text_tokens(self) -> int:
        return len(self.text) // _CHARACTERS_PER_TOKEN + 1 if self.text else 0

    @property
    def audio_tokens(self) -> int:
        return round(self.audio_s * (_ASSISTANT_TOKENS_PER_S if self.role == "assistant" else _USER_TOKENS_PER_S))


@dataclass(slots=True)
class Conversation:
    """The items in order, and what of them was billed before and counts as cached."""

    items: list[Item] = field(default_factory=list)
    _cached_text: int = 0
    _cached_audio: int = 0

    def find(self, item_id: str) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)

    def add(self, item: Item, *, after: str | None = None) -> str | None:
        """Insert behind an item ("root": first; None: last); return the id of the one before it."""
        if after == "root":
            self.items.insert(0, item)
            return None
        before = self.find(after) if after else (self.items[-1] if self.items else None)
        self.items.insert(self.items.index(before) + 1 if before else len(self.items), item)
        return before.id if before else None

    def heard_last(self) -> str:
        """Return what the user said last, when nobody has answered it."""
        last = self.items[-1] if self.items else None
        return last.text if last and last.role == "user" else ""

    def usage(self, *, instructions: str, said: Item) -> Event:
        """Return what a reply costs: everything so far is read again, what was read before is cached."""
        text = len(instructions) // _CHARACTERS_PER_TOKEN
        text += sum(item.text_tokens for item in self.items if item is not said and not item.spoken)
        audio = sum(item.audio_tokens for item in self.items if item is not said)
        cached_text, cached_audio = min(self._cached_text, text), min(self._cached_audio, audio)
        self._cached_text, self._cached_audio = text, audio
        out = said.text_tokens + said.audio_tokens
        return {
            "total_tokens": text + audio + out,
            "input_tokens": text + audio,
            "output_tokens": out,
            "input_token_details": {
                "text_tokens": text,
                "audio_tokens": audio,
                "image_tokens": 0,
                "cached_tokens": cached_text + cached_audio,
                "cached_tokens_details": {"text_tokens": cached_text, "audio_tokens": cached_audio, "image_tokens": 0},
            },
            "output_token_details": {"text_tokens": said.text_tokens, "audio_tokens": said.audio_tokens},
        }


def new_item(
    role: str, *, text: str = "", audio_s: float = 0.0, spoken: bool = False, item_id: str | None = None
) -> Item:
    """Return an item with an id of its own unless one is given."""
    return Item(id=item_id or new_id("item"), role=role, text=text, audio_s=audio_s, spoken=spoken)
