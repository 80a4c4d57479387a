"""Whose use is booked on whom."""

import asyncio
from decimal import Decimal

from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.capability import Capability
from vivavoce.domain.usage import Unit
from vivavoce.providers.scripted import ScriptedLanguageModel, ScriptedSpeechToText, ScriptedTextToSpeech
from vivavoce.routing.account import Account, OrganisationSpending
from vivavoce.routing.budget import Budget
from vivavoce.routing.health import Health
from vivavoce.routing.meter import Meter
from vivavoce.routing.metering import (
    MeteredLanguageModel,
    MeteredSpeechToText,
    MeteredTextToSpeech,
    charge_to,
    is_thrifty,
)
from vivavoce.routing.policy import Policy, SessionKind
from vivavoce.routing.price_book import read_price_book
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


def test_a_completion_that_is_dropped_half_way_is_billed_for_what_came() -> None:
    async def drop() -> Account:
        account = an_account()
        charge_to(account)
        words = MeteredLanguageModel(ScriptedLanguageModel(["eightchr never"]), provider="words")
        completion = words.complete(instructions="1234", prompt="1234", max_tokens=10)
        await anext(aiter(completion))
        await completion.aclose()  # type: ignore[attr-defined]  # it is a generator
        return account

    account, _ = run_virtual(drop())

    assert account.meter.amount("words", Unit.TEXT_TOKENS_IN) == 2.0
    assert account.meter.amount("words", Unit.TEXT_TOKENS_OUT) == 2.0


def test_an_account_goes_on_from_what_the_log_says() -> None:
    account = an_account()

    account.resume({"voice": Decimal("1.50"), "gone": Decimal("0.25")})

    assert account.reading().usd == Decimal("1.75")


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
