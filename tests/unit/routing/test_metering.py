"""Whose use is booked on whom."""

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.language_model import CountingLanguageModel
from vivavoce.domain.usage import TokensUsed, Unit, Usage
from vivavoce.providers.scripted import ScriptedLanguageModel, ScriptedSpeechToText, ScriptedTextToSpeech
from vivavoce.routing.account import Account, OrganisationSpending
from vivavoce.routing.budget import Budget
from vivavoce.routing.health import Health
from vivavoce.routing.meter import NOTHING_YET, Meter, MeterReading
from vivavoce.routing.metering import (
    READS_ON_S,
    MeteredLanguageModel,
    MeteredSpeechToText,
    MeteredTextToSpeech,
    charge_to,
    is_thrifty,
)
from vivavoce.routing.platform import PRICE_ROWS, STORAGE, LineProvider, own_parts
from vivavoce.routing.policy import Policy, SessionKind
from vivavoce.routing.price_book import read_price_book, shipped_price_book
from vivavoce.routing.provider import LOCAL, Provider
from vivavoce.routing.router import Router, Routing

BOOK = read_price_book(
    """
format: 1
rows:
  acme/voice: {read: 2026-11-01, source: none, rates: {characters: {usd: 0.01, per: one}}}
  acme/ears: {read: 2026-11-01, source: none, rates: {audio_seconds: {usd: 0.06, per: minute}}}
  acme/words:
    read: 2026-11-01
    source: none
    rates: {text_tokens_in: {usd: 1, per: million}, text_tokens_out: {usd: 4, per: million}}
""",
    file="prices.yaml",
)
ROWS = {"voice": "acme/voice", "ears": "acme/ears", "words": "acme/words"}


def an_account(*, budget: Budget | None = None, organisation: OrganisationSpending | None = None) -> Account:
    return Account(
        meter=Meter(BOOK, price_rows=ROWS),
        budget=budget or Budget(),
        organisation=organisation or OrganisationSpending(),
    )


async def speak(text: str) -> None:
    voice = MeteredTextToSpeech(ScriptedTextToSpeech(), provider="voice")
    async for _ in voice.speak(text):
        pass


def test_every_session_pays_for_itself_though_all_share_the_models() -> None:
    async def session(account: Account, text: str) -> None:
        charge_to(account)
        await asyncio.gather(speak(text), speak(text))  # tasks of the session's own

    async def two() -> tuple[Account, Account]:
        one, other = an_account(), an_account()
        await asyncio.gather(session(one, "ten chars."), session(other, "four"))
        await speak("nobody pays for a test of the voice")
        return one, other

    (one, other), _ = run_virtual(two())

    assert one.reading().usd_by_provider == {"voice": Decimal("0.20")}
    assert other.reading().usd_by_provider == {"voice": Decimal("0.08")}


def test_audio_is_counted_by_the_second_and_booked_on_whoever_began_to_listen() -> None:
    async def listen() -> Account:
        account = an_account()
        charge_to(account)
        ears = MeteredSpeechToText(ScriptedSpeechToText(), provider="ears")
        listening = await ears.listen()
        listening.feed(Pcm.silence(30.0, sample_rate_hz=HEARING_RATE_HZ).samples)
        await listening.settle()
        charge_to(an_account())
        await listening.aclose()
        await listening.aclose()
        return account

    account, _ = run_virtual(listen())

    assert account.reading().usd == Decimal("0.03")
    assert account.meter.amount("ears", Unit.AUDIO_SECONDS) == 30.0


COUNTED = TokensUsed(text_in=900, text_cached=1500, text_out=40)


async def completed(model: CountingLanguageModel, *, pieces: int | None = None) -> tuple[Account, float]:
    """Listen to so many pieces of a completion, or to all; return the account, and how long leaving took."""
    account = an_account()
    charge_to(account)
    completion = MeteredLanguageModel(model, provider="words").complete(
        instructions="1234", prompt="1234", max_tokens=10
    )
    heard = 0
    async for _ in completion:
        heard += 1
        if heard == pieces:
            break
    left_at = asyncio.get_running_loop().time()
    await completion.aclose()  # type: ignore[attr-defined]  # it is a generator
    left_s = asyncio.get_running_loop().time() - left_at
    await asyncio.sleep(2 * READS_ON_S)
    return account, left_s


def test_tokens_are_what_the_vendor_counted_its_cache_apart() -> None:
    (account, _), _ = run_virtual(completed(ScriptedLanguageModel(["What would break?"], counts=COUNTED)))

    reading = account.reading()
    assert reading.used["words"] == {
        Unit.TEXT_TOKENS_IN: 900,
        Unit.TEXT_TOKENS_CACHED: 1500,
        Unit.TEXT_TOKENS_OUT: 40,
    }
    assert reading.estimated == ()


def test_a_count_that_comes_after_the_listener_has_left_is_waited_for_by_nobody_and_booked() -> None:
    model = ScriptedLanguageModel(["a decision and a courtesy"], between_s=0.2, counts=COUNTED)

    (account, left_s), _ = run_virtual(completed(model, pieces=2))

    assert left_s == 0.0
    assert account.meter.amount("words", Unit.TEXT_TOKENS_OUT) == 40
    assert account.reading().estimated == ()


def test_a_completion_dropped_half_way_is_estimated_by_what_came_and_says_so() -> None:
    model = ScriptedLanguageModel(["eightchr never comes"], between_s=5.0, counts=COUNTED)

    (account, left_s), _ = run_virtual(completed(model, pieces=1))

    assert left_s == 0.0
    assert account.reading().used["words"] == {Unit.TEXT_TOKENS_IN: 2.0, Unit.TEXT_TOKENS_OUT: 2.0}
    assert account.reading().estimated == ("words: text_tokens_in", "words: text_tokens_out")


def test_a_vendor_that_counts_nothing_is_estimated() -> None:
    (account, _), _ = run_virtual(completed(ScriptedLanguageModel(["eightchr"])))

    assert account.reading().used["words"] == {Unit.TEXT_TOKENS_IN: 2.0, Unit.TEXT_TOKENS_OUT: 2.0}
    assert account.reading().estimated == ("words: text_tokens_in", "words: text_tokens_out")


def test_a_completion_that_fails_raises_what_the_model_raised_and_costs_what_was_asked() -> None:
    async def fail() -> Account:
        account = an_account()
        charge_to(account)
        with pytest.raises(ProviderError, match="no completion is left"):
            async for _ in MeteredLanguageModel(ScriptedLanguageModel([]), provider="words").complete(
                instructions="1234", prompt="1234", max_tokens=10
            ):
                pass
        return account

    account, _ = run_virtual(fail())

    assert account.reading().used["words"] == {Unit.TEXT_TOKENS_IN: 2.0}


def test_an_account_goes_on_from_what_the_log_says() -> None:
    account = an_account()

    account.resume(
        MeterReading(
            usd=Decimal("1.75"),
            usd_by_provider={"voice": Decimal("1.50"), "gone": Decimal("0.25")},
            used={"voice": {Unit.CHARACTERS: 150.0}},
            unpriced=("gone: tool_calls",),
            estimated=("words: text_tokens_in",),
        )
    )
    account.book([Usage(provider="voice", unit=Unit.CHARACTERS, amount=10)])

    reading = account.reading()
    assert reading.usd == Decimal("1.85")
    assert reading.used == {"voice": {Unit.CHARACTERS: 160.0}}
    assert reading.unpriced == ("gone: tool_calls",)
    assert reading.estimated == ("words: text_tokens_in",)


def test_what_the_platform_gives_is_booked_up_to_a_sum_whoever_booked_the_beginning() -> None:
    account = Account(meter=Meter(shipped_price_book(), price_rows=PRICE_ROWS), own=own_parts(LineProvider.WEBRTC))
    before: dict[str, dict[Unit, float]] = {LineProvider.LIVEKIT: {Unit.LINE_SECONDS: 600.0}}
    account.resume(replace(NOTHING_YET, usd=Decimal("0.40"), used=before))

    account.bring_to(Unit.LINE_SECONDS, 900.0)
    account.bring_to(Unit.LINE_SECONDS, 900.0)
    account.bring_to(Unit.TOOL_CALLS, 2)
    account.bring_to(Unit.STORED_BYTE_MONTHS, 20e6)

    assert account.reading().used == before | {
        LineProvider.WEBRTC: {Unit.LINE_SECONDS: 300.0},
        LOCAL: {Unit.TOOL_CALLS: 2.0},
        STORAGE: {Unit.STORED_BYTE_MONTHS: 20e6},
    }
    assert account.reading().usd_by_provider == {
        LineProvider.WEBRTC: Decimal("0.0025"),
        LOCAL: Decimal(0),
        STORAGE: Decimal("0.00046"),
    }
    assert account.reading().unpriced == ()


def test_an_sfu_has_a_price_of_its_own() -> None:
    account = Account(meter=Meter(shipped_price_book(), price_rows=PRICE_ROWS), own=own_parts(LineProvider.LIVEKIT))

    account.bring_to(Unit.LINE_SECONDS, 60.0)

    assert account.reading().usd == Decimal("0.040")


def test_who_is_charged_for_nothing_of_the_platforms_books_nothing() -> None:
    account = an_account()

    account.bring_to(Unit.LINE_SECONDS, 900.0)

    assert account.reading().used == {}


def test_the_organisation_sees_the_sum_of_all_sessions() -> None:
    organisation = OrganisationSpending(month_usd=Decimal("99.85"))
    budget = Budget(organisation_month_usd=Decimal(100))

    async def two() -> None:
        for _ in range(2):
            charge_to(an_account(organisation=organisation))
            await speak("ten chars.")

    run_virtual(two())

    assert organisation.month_usd == Decimal("100.05")
    assert organisation.unsaved_usd == Decimal("0.20")
    assert an_account(budget=budget, organisation=organisation).decision().reason.startswith("100.05 of 100.00")


def test_a_session_short_of_money_is_routed_to_the_cheapest_and_others_are_not() -> None:
    voices = [Provider(id=name, vendor=name, capability=Capability.TEXT_TO_SPEECH) for name in ("dear", "cheap")]
    policy = Policy(id="p", candidates={Capability.TEXT_TO_SPEECH: ("dear", "cheap")})
    routing = Routing(
        providers={voice.id: voice for voice in voices},
        policies=dict.fromkeys(SessionKind, policy),
        cost_per_minute={"dear": 0.05, "cheap": 0.01},
    )

    async def candidates(account: Account) -> list[str]:
        router = Router(
            routing, health=Health(now=asyncio.get_running_loop().time), now=asyncio.get_running_loop().time
        )
        charge_to(account)
        await speak("ten chars.")
        return [route.id for route in router.candidates(Capability.TEXT_TO_SPEECH, SessionKind.INTERVIEW)]

    rich, _ = run_virtual(candidates(an_account()))
    poor, _ = run_virtual(candidates(an_account(budget=Budget(session_usd=Decimal("0.11")))))

    assert rich == ["dear", "cheap", LOCAL]
    assert poor == ["cheap", "dear", LOCAL]
    assert not is_thrifty()
