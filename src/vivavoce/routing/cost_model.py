"""What a minute of interview costs on every route, modelled from documented assumptions and the price book."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from vivavoce.documents import DocumentKind, read_model, read_source
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import ConfigurationError
from vivavoce.domain.usage import Unit
from vivavoce.routing.price_book import PriceBook
from vivavoce.routing.provider import LOCAL

COST_MODEL = DocumentKind(noun="cost model", guide="cost_model.yaml")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Talk(_Model):
    """How an average interview goes."""

    candidate_share: float = Field(ge=0, le=1)
    interviewer_share: float = Field(ge=0, le=1)
    turns_per_minute: float = Field(gt=0, le=30)
    characters_per_spoken_s: float = Field(gt=0)
    instructions_tokens: int = Field(ge=0)
    prompt_tokens: int = Field(ge=0)
    reply_tokens: int = Field(ge=0)
    rendered_ahead_share: float = Field(ge=0, le=1)


class RealtimeShape(_Model):
    """How a realtime model turns speech into tokens, and what it bills again every turn."""

    heard_tokens_per_s: float = Field(ge=0)
    spoken_tokens_per_s: float = Field(ge=0)
    context: Literal["cached", "whole", "none"]
    window_tokens: int | None = Field(default=None, ge=0)


class ModelledRoute(_Model):
    """A route by the price rows of its parts; what is left out is not used."""

    title: str
    realtime: str = ""
    window_tokens: int | None = None
    speech_to_text: str = ""
    language_model: str = ""
    text_to_speech: str = ""

    @property
    def parts(self) -> Mapping[Capability, str]:
        rows = {capability: str(getattr(self, capability.value)) for capability in Capability}
        return {capability: row for capability, row in rows.items() if row}


class OwnItem(_Model):
    usd_per_minute: float = Field(ge=0)
    why: str


class Managed(_Model):
    """What a managed stack charges a minute, by item."""

    voice_ai: float
    transport: float
    storage: float
    compute: float
    redis: float
    database: float
    evaluation: float

    @property
    def usd_per_minute(self) -> Decimal:
        return sum((Decimal(repr(value)) for value in self.model_dump().values()), Decimal(0))


class CostModel(_Model):
    """All assumptions."""

    format: Literal[1]
    conversation: Talk
    realtime: dict[str, RealtimeShape]
    routes: list[ModelledRoute]
    own: dict[str, OwnItem]
    managed: Managed

    @property
    def own_usd_per_minute(self) -> Decimal:
        """What hosting costs beside the models."""
        return sum((Decimal(repr(item.usd_per_minute)) for item in self.own.values()), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteCost:
    """One line of `vivavoce cost`."""

    title: str
    usd_per_minute_by_part: Mapping[Capability, Decimal]
    own_usd_per_minute: Decimal

    @property
    def models_usd_per_minute(self) -> Decimal:
        return sum(self.usd_per_minute_by_part.values(), Decimal(0))

    @property
    def usd_per_minute(self) -> Decimal:
        return self.models_usd_per_minute + self.own_usd_per_minute


@cache
def shipped_cost_model() -> CostModel:
    text = files("vivavoce.routing").joinpath("cost_model.yaml").read_text(encoding="utf-8")
    source = read_source(text, file="cost_model.yaml", kind=COST_MODEL)
    model = read_model(source, CostModel)
    if model is None:
        raise ConfigurationError("\n".join(str(fault) for fault in source.faults))
    return model


def route_costs(
    model: CostModel, book: PriceBook, *, minutes: float, routes: Sequence[ModelledRoute]
) -> tuple[RouteCost, ...]:
    """Return the modelled cost a minute of each route for interviews of this length; raises `PriceMissingError`."""
    return tuple(
        RouteCost(
            title=route.title,
            usd_per_minute_by_part={
                capability: part_usd_per_minute(
                    model, book, capability, row, minutes=minutes, window_tokens=route.window_tokens
                )
                for capability, row in route.parts.items()
            },
            own_usd_per_minute=model.own_usd_per_minute,
        )
        for route in routes
    )


def part_usd_per_minute(
    model: CostModel,
    book: PriceBook,
    capability: Capability,
    row: str,
    *,
    minutes: float,
    window_tokens: int | None = None,
) -> Decimal:
    """Return what one part costs a minute in an interview of this length; raises `PriceMissingError`."""
    used = _minute_of(model, capability, row, minutes=minutes, window_tokens=window_tokens)
    if capability is Capability.REALTIME and row != LOCAL:
        priced = book.row(row).usd_per_unit
        used = {unit: amount for unit, amount in used.items() if unit in priced}
    return sum((book.usd(row, unit, amount) for unit, amount in used.items()), Decimal(0))


def _minute_of(
    model: CostModel, capability: Capability, row: str, *, minutes: float, window_tokens: int | None
) -> Mapping[Unit, float]:
    """Return what a minute uses of a part, in the units it may be billed by."""
    talk = model.conversation
    match capability:
        case Capability.SPEECH_TO_TEXT:
            return {Unit.AUDIO_SECONDS: 60.0}
        case Capability.TEXT_TO_SPEECH:
            live = talk.interviewer_share * 60 * (1 - talk.rendered_ahead_share)
            return {Unit.CHARACTERS: live * talk.characters_per_spoken_s}
        case Capability.LANGUAGE_MODEL:
            return {
                Unit.TEXT_TOKENS_IN: talk.prompt_tokens * talk.turns_per_minute,
                Unit.TEXT_TOKENS_CACHED: talk.instructions_tokens * talk.turns_per_minute,
                Unit.TEXT_TOKENS_OUT: talk.reply_tokens * talk.turns_per_minute,
            }
        case Capability.REALTIME:
            shape = model.realtime.get(row, model.realtime["default"])
            window = shape.window_tokens if window_tokens is None else window_tokens
            return _realtime_minute(talk, shape, minutes=minutes, window_tokens=window)


def _realtime_minute(
    talk: Talk, shape: RealtimeShape, *, minutes: float, window_tokens: int | None
) -> Mapping[Unit, float]:
    heard = shape.heard_tokens_per_s * talk.candidate_share * 60
    spoken = shape.spoken_tokens_per_s * talk.interviewer_share * 60
    turns = max(1, round(minutes * talk.turns_per_minute))
    per_turn = (heard + spoken) * minutes / turns
    # At its n-th turn a conversation carries what the n - 1 turns before left behind, as far as the window reaches.
    carried = sum(min(per_turn * turn, window_tokens or float("inf")) for turn in range(turns)) / minutes
    instructions = talk.instructions_tokens * turns / minutes
    used = {
        Unit.SESSION_SECONDS: 60.0,
        Unit.AUDIO_TOKENS_IN: heard,
        Unit.AUDIO_TOKENS_OUT: spoken,
        Unit.TEXT_TOKENS_OUT: talk.reply_tokens * turns / minutes,
    }
    match shape.context:
        case "cached":
            return used | {Unit.AUDIO_TOKENS_CACHED: carried, Unit.TEXT_TOKENS_CACHED: instructions}
        case "whole":
            return used | {Unit.AUDIO_TOKENS_IN: heard + carried, Unit.TEXT_TOKENS_IN: instructions}
        case "none":
            return used | {Unit.TEXT_TOKENS_IN: talk.instructions_tokens / minutes}
