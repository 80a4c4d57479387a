"""The price book: what each vendor charges for each unit, when that was read and where. Data, never code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from vivavoce.documents import DocumentKind, Source, read_model, read_source
from vivavoce.domain.errors import ConfigurationError, FileFault
from vivavoce.domain.usage import Unit, Usage

STALE_AFTER_DAYS = 90
PRICES = DocumentKind(
    noun="price book",
    guide="`vivavoce cost --prices`",
    patterns={"read": "a day is written as 2026-11-20", "source": "an https:// address, or none"},
)


class Per(StrEnum):
    """How many of a unit a rate is for."""

    ONE = "one"
    THOUSAND = "thousand"
    MILLION = "million"
    MINUTE = "minute"
    """Of units that are seconds."""
    HOUR = "hour"
    GIGABYTE_MONTH = "gigabyte_month"
    """Of units that are bytes kept for months."""


_AMOUNTS = {
    Per.ONE: Decimal(1),
    Per.THOUSAND: Decimal(1_000),
    Per.MILLION: Decimal(1_000_000),
    Per.MINUTE: Decimal(60),
    Per.HOUR: Decimal(3_600),
    Per.GIGABYTE_MONTH: Decimal(1_000_000_000),
}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RateModel(_Model):
    """So many US dollars for so much of a unit."""

    usd: float = Field(ge=0, le=10_000)
    per: Per


class RowModel(_Model):
    """What one model of one vendor costs."""

    read: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] = Field(description="The day somebody read the price.")
    source: Annotated[str, Field(pattern=r"^(https://\S+|none)$")] = Field(description="Where it stands.")
    note: str = ""
    free: bool = Field(default=False, description="Every unit costs nothing.")
    rates: dict[Unit, RateModel] = {}
    included: list[Unit] = Field(default=[], description="Units that are counted but cost nothing of their own.")
    assumed: list[Unit] = Field(
        default=[], description="Units whose rate nobody read on a list; the note says why it is so."
    )


class PriceBookModel(_Model):
    """A price book for Viva Voce."""

    format: Literal[1]
    rows: dict[str, RowModel] = Field(min_length=1)


class PriceMissingError(ConfigurationError):
    """Something was used that the price book has no price for."""

    code = "price_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """What one model costs, per single unit."""

    id: str
    read: date
    source: str
    free: bool = False
    usd_per_unit: Mapping[Unit, Decimal] = field(default_factory=dict)
    assumed: tuple[Unit, ...] = ()
    """Whose rate nobody read on a list."""
    note: str = ""

    def is_stale(self, today: date) -> bool:
        """Return whether nobody has looked for too long; what is free here does not age."""
        return not self.free and (today - self.read).days > STALE_AFTER_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBook:
    """All rows by id, such as "openai/gpt-realtime-2.1"."""

    file: str
    rows: Mapping[str, PriceRow]

    def row(self, row_id: str) -> PriceRow:
        """Return a row; raise `PriceMissingError` when there is none."""
        if row_id not in self.rows:
            raise PriceMissingError(
                f"the price book has no row {row_id!r}",
                fix=f"Add the row to {self.file}, or name one of: {', '.join(sorted(self.rows))}.",
            )
        return self.rows[row_id]

    def cost(self, usage: Usage, *, row: str) -> Decimal:
        """Return what the usage costs in US dollars; raise `PriceMissingError` when the row or the unit's rate is missing."""
        return self.usd(row, usage.unit, usage.amount)

    def usd(self, row_id: str, unit: Unit, amount: float) -> Decimal:
        """Return what so much of a unit costs in US dollars; raises `PriceMissingError`."""
        row = self.row(row_id)
        if row.free:
            return Decimal(0)
        if unit not in row.usd_per_unit:
            raise PriceMissingError(
                f"the row {row_id} has no rate for {unit}",
                fix=f"Add the rate to {self.file}, or name the unit under `included` when it costs nothing of its own.",
            )
        return row.usd_per_unit[unit] * Decimal(repr(amount))

    def stale(self, today: date) -> tuple[PriceRow, ...]:
        """Return the rows that nobody has looked at for more than 90 days."""
        return tuple(row for row in self.rows.values() if row.is_stale(today))

    def assumed(self) -> tuple[PriceRow, ...]:
        """Return the rows with a rate that nobody read on a list."""
        return tuple(row for row in self.rows.values() if row.assumed)


class PriceBookError(ConfigurationError):
    """A price book that cannot be used; holds every fault found."""

    code = "price_book"

    def __init__(self, faults: list[FileFault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults), fix="Correct the lines named.")
        self.faults = tuple(faults)


def read_price_book(text: str, *, file: str) -> PriceBook:
    """Return the price book a text describes; raise `PriceBookError` with every fault and its line."""
    source = read_source(text, file=file, kind=PRICES)
    model = read_model(source, PriceBookModel)
    rows = {row_id: _row(row_id, row, source) for row_id, row in model.rows.items()} if model else {}
    if source.faults:
        raise PriceBookError(sorted(source.faults, key=lambda fault: fault.line))
    return PriceBook(file=file, rows=rows)


@cache
def shipped_price_book() -> PriceBook:
    return read_price_book(
        files("vivavoce.routing").joinpath("prices.yaml").read_text(encoding="utf-8"), file="prices.yaml"
    )


def price_book_json_schema() -> dict[str, Any]:
    return PriceBookModel.model_json_schema()


def _row(row_id: str, model: RowModel, source: Source) -> PriceRow:
    path = ("rows", row_id)
    if not model.free and not model.rates:
        source.faults.append(source.fault(path, "it has neither rates nor `free: true`"))
    for index, unit in enumerate(model.assumed):
        if unit not in model.rates:
            source.faults.append(source.fault((*path, "assumed", index), f"the row has no rate for {unit}"))
    if model.assumed and not model.note:
        source.faults.append(
            source.fault((*path, "assumed"), "a rate that nobody read on a list needs a note that says why")
        )
    for unit, rate in model.rates.items():
        wrong = _wrong_measure(unit, rate.per)
        if wrong:
            source.faults.append(source.fault((*path, "rates", unit.value, "per"), wrong))
    return PriceRow(
        id=row_id,
        read=_day(model.read, source, (*path, "read")),
        source=model.source,
        free=model.free,
        usd_per_unit={unit: Decimal(0) for unit in model.included}
        | {unit: Decimal(repr(rate.usd)) / _AMOUNTS[rate.per] for unit, rate in model.rates.items()},
        assumed=tuple(model.assumed),
        note=model.note,
    )


def _wrong_measure(unit: Unit, per: Per) -> str:
    if per in {Per.MINUTE, Per.HOUR} and not unit.value.endswith("_seconds"):
        return f"{unit} are not seconds; use one, thousand or million"
    if per is Per.GIGABYTE_MONTH and unit is not Unit.STORED_BYTE_MONTHS:
        return f"{unit} are not bytes kept for months; use one, thousand or million"
    return ""


def _day(text: str, source: Source, path: tuple[str | int, ...]) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        source.faults.append(source.fault(path, f"{text} is no day of the calendar"))
        return date.min
