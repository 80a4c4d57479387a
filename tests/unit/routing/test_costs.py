"""Prices, the meter, budgets, and the modelled cost of a minute."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from vivavoce.domain.capability import Capability
from vivavoce.domain.usage import Unit, Usage
from vivavoce.routing.budget import Budget, BudgetStep
from vivavoce.routing.cost_model import route_costs, shipped_cost_model
from vivavoce.routing.meter import Meter
from vivavoce.routing.platform import PRICE_ROWS
from vivavoce.routing.price_book import PriceBookError, PriceMissingError, read_price_book, shipped_price_book

BOOK = """\
format: 1
rows:
  acme/voice:
    read: 2026-11-01
    source: https://acme.example/prices
    rates:
      characters: {usd: 0.05, per: thousand}
      session_seconds: {usd: 0.06, per: minute}
    included: [audio_seconds]
  local: {read: 2026-11-01, source: none, free: true}
"""


def used(unit: Unit, amount: float, *, provider: str = "speaker") -> Usage:
    return Usage(provider=provider, model="m", capability=Capability.TEXT_TO_SPEECH, unit=unit, amount=amount)


def test_a_rate_is_for_so_many_of_its_unit() -> None:
    book = read_price_book(BOOK, file="prices.yaml")

    assert book.usd("acme/voice", Unit.CHARACTERS, 200) == Decimal("0.01")
    assert book.usd("acme/voice", Unit.SESSION_SECONDS, 90.0) == Decimal("0.09")
    assert book.usd("acme/voice", Unit.AUDIO_SECONDS, 90.0) == 0
    assert book.usd("local", Unit.TEXT_TOKENS_OUT, 1_000_000) == 0


def test_a_missing_row_or_rate_is_an_error_that_says_where_to_add_it() -> None:
    book = read_price_book(BOOK, file="prices.yaml")

    with pytest.raises(PriceMissingError, match="no row 'acme/eyes'") as row:
        book.usd("acme/eyes", Unit.CHARACTERS, 1)
    with pytest.raises(PriceMissingError, match="no rate for tool_calls") as rate:
        book.usd("acme/voice", Unit.TOOL_CALLS, 1)

    assert "prices.yaml" in row.value.fix
    assert "included" in rate.value.fix


@pytest.mark.parametrize(
    ("old", "new", "where", "why"),
    [
        (
            "per: minute",
            "per: gigabyte_month",
            "8: rows.acme/voice.rates.session_seconds.per",
            "session_seconds are not bytes kept for months",
        ),
        ("per: thousand", "per: minute", "7: rows.acme/voice.rates.characters.per", "characters are not seconds"),
        ("2026-11-01\n", "2026-13-01\n", "4: rows.acme/voice.read", "2026-13-01 is no day"),
        ("characters:", "caracters:", "7: rows.acme/voice.rates.caracters", "must be"),
        ("https://acme.example/prices", "my memory", "5: rows.acme/voice.source", "an https:// address, or none"),
        ("free: true", "free: false", "10: rows.local", "it has neither rates nor"),
        ("included:", "assumed:", "9: rows.acme/voice.assumed[0]", "the row has no rate for audio_seconds"),
        (
            "included: [audio",
            "assumed: [session",
            "9: rows.acme/voice.assumed",
            "a rate that nobody read on a list needs a note",
        ),
    ],
)
def test_a_wrong_price_book_is_refused_with_the_line(old: str, new: str, where: str, why: str) -> None:
    with pytest.raises(PriceBookError) as refused:
        read_price_book(BOOK.replace(old, new, 1), file="prices.yaml")

    found = [str(fault) for fault in refused.value.faults]
    assert any(fault.startswith(f"prices.yaml:{where}: {why}") for fault in found), found


def test_a_price_nobody_has_looked_at_for_ninety_days_is_stale() -> None:
    book = read_price_book(BOOK, file="prices.yaml")
    read = date(2026, 11, 1)

    assert book.stale(read + timedelta(days=90)) == ()
    assert [row.id for row in book.stale(read + timedelta(days=91))] == ["acme/voice"]


def test_every_shipped_price_says_where_it_stands_or_that_nobody_read_it() -> None:
    for row in shipped_price_book().rows.values():
        rates = {unit for unit, usd in row.usd_per_unit.items() if usd}
        assert row.free or row.source.startswith("https://") or rates == set(row.assumed), row.id
        assert bool(row.note) >= bool(row.assumed), row.id


def test_what_the_platform_gives_is_priced_as_it_is_modelled() -> None:
    model, book = shipped_cost_model(), shipped_price_book()
    own = {name: Decimal(repr(item.usd_per_minute)) for name, item in model.own.items()}

    assert book.usd("platform/webrtc", Unit.LINE_SECONDS, 60) == own["compute"] + own["transport"]
    assert book.usd("platform/livekit", Unit.LINE_SECONDS, 60) == Decimal(repr(model.managed.transport))
    assert set(PRICE_ROWS.values()) <= set(book.rows)


def test_the_meter_adds_up_by_provider_and_minute() -> None:
    meter = Meter(
        read_price_book(BOOK, file="prices.yaml"), price_rows={"speaker": "acme/voice", "talker": "acme/voice"}
    )

    meter.add([used(Unit.CHARACTERS, 1000), used(Unit.CHARACTERS, 1000)])
    added = meter.add([used(Unit.SESSION_SECONDS, 60.0, provider="talker")])

    reading = meter.reading()
    assert added == Decimal("0.06")
    assert reading.usd_by_provider == {"speaker": Decimal("0.10"), "talker": Decimal("0.06")}
    assert reading.usd_per_minute(4.0) == Decimal("0.04")
    assert reading.used == {"speaker": {Unit.CHARACTERS: 2000.0}, "talker": {Unit.SESSION_SECONDS: 60.0}}
    assert meter.amount("speaker", Unit.CHARACTERS) == 2000


def test_what_has_no_price_is_shown_and_disturbs_nobody() -> None:
    meter = Meter(read_price_book(BOOK, file="prices.yaml"), price_rows={"speaker": "acme/voice"})

    meter.add([used(Unit.TOOL_CALLS, 1), used(Unit.CHARACTERS, 20, provider="stranger"), used(Unit.CHARACTERS, 100)])

    reading = meter.reading()
    assert reading.usd == Decimal("0.005")
    assert reading.unpriced == ("speaker: tool_calls", "stranger: characters")


@pytest.mark.parametrize(
    ("session", "organisation", "step"),
    [
        ("0.79", "10", BudgetStep.GO_ON),
        ("0.80", "10", BudgetStep.WARN),
        ("0.95", "10", BudgetStep.DOWNGRADE),
        ("1.00", "10", BudgetStep.CLOSE),
        ("0.10", "90", BudgetStep.DOWNGRADE),
        ("0.85", "100", BudgetStep.CLOSE),
    ],
)
def test_a_budget_warns_then_goes_cheaper_then_closes_whichever_limit_comes_first(
    session: str, organisation: str, step: BudgetStep
) -> None:
    budget = Budget(session_usd=Decimal(1), organisation_month_usd=Decimal(100))

    decision = budget.decide(session_usd=Decimal(session), organisation_month_usd=Decimal(organisation))

    assert decision.step is step
    assert bool(decision.reason) is (step is not BudgetStep.GO_ON)


def test_without_limits_a_budget_asks_for_nothing() -> None:
    decision = Budget().decide(session_usd=Decimal(1000), organisation_month_usd=Decimal(1000))

    assert decision.step is BudgetStep.GO_ON


@pytest.mark.parametrize(
    ("title", "least", "most"),
    [
        ("GPT-Live", 0.05, 0.05),
        ("Grok Voice", 0.08, 0.08),
        ("Gemini Live, uncompressed", 0.09, 0.11),
        ("Gemini Live, 4k window", 0.012, 0.025),
        ("gpt-realtime-2.1", 0.040, 0.085),
        ("gpt-realtime-2.1-mini", 0.015, 0.029),
        ("Cascade: nova-3, Haiku, Aura-2", 0.012, 0.018),
        ("Cascade: all on this machine", 0.0, 0.0),
    ],
)
def test_a_modelled_interview_of_45_minutes_costs_what_was_worked_out_by_hand(
    title: str, least: float, most: float
) -> None:
    model = shipped_cost_model()

    costs = {cost.title: cost for cost in route_costs(model, shipped_price_book(), minutes=45, routes=model.routes)}

    assert least <= float(costs[title].models_usd_per_minute) <= most


def test_a_model_that_bills_its_whole_context_gets_dearer_with_every_minute() -> None:
    model, book = shipped_cost_model(), shipped_price_book()
    (uncompressed,) = (route for route in model.routes if route.title == "Gemini Live, uncompressed")

    short, long = (
        route_costs(model, book, minutes=minutes, routes=[uncompressed])[0].usd_per_minute for minutes in (10, 60)
    )

    assert long > 3 * short


def test_the_managed_baseline_is_what_its_items_add_up_to() -> None:
    assert shipped_cost_model().managed.usd_per_minute == Decimal("0.139")
