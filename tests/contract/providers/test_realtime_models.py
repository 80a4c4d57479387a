"""The law of the realtime port, held by every adapter against its simulator."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support.realtime_vendors import GROK, KEY, OPENAI, VENDORS, RealtimeVendor, Stage, said, staged
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import Direction, RealtimeSetup
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.domain.usage import Unit
from vivavoce.providers.scripted import spell

FIRST = "Tell me about a system that you have built, and why."
SECOND = "What would you measure first?"
HISTORY = (
    Turn(id="1", speaker=Speaker.INTERVIEWER, text="How do you shard?", start_s=0.0, end_s=1.0),
    Turn(id="2", speaker=Speaker.CANDIDATE, text="By tenant.", start_s=1.0, end_s=2.0),
)
SETUP = RealtimeSetup(instructions="You are an interviewer.", history=HISTORY)
EVERY_VENDOR = pytest.mark.parametrize("vendor", VENDORS, ids=str)
DEADLINE_S = 30.0


def run[T](scenario: Coroutine[Any, Any, T]) -> T:
    async def within_the_deadline() -> T:
        async with asyncio.timeout(DEADLINE_S):
            return await scenario

    return asyncio.run(within_the_deadline())


async def failure_of(stage: Stage) -> ProviderError:
    """Hold a conversation until the vendor fails."""
    with pytest.raises(ProviderError) as raised:
        await conversation(stage)
    return raised.value


async def conversation(stage: Stage) -> None:
    session = await stage.model.open(SETUP)
    try:
        await said(session, FIRST)
        session.hear(spell("I would shard by tenant.", sample_rate_hz=24_000))
        await session.turn_over()
        for _ in range(100):  # until a timed fault strikes
            await said(session, SECOND)
    finally:
        await session.aclose()


@EVERY_VENDOR
def test_a_reply_is_what_was_directed_in_words_and_in_sound(vendor: RealtimeVendor) -> None:
    async def scenario() -> tuple[tuple[str, str], list[str]]:
        async with staged(vendor) as stage:
            session = await stage.model.open(SETUP)
            reply = await said(session, FIRST)
            await session.aclose()
            return reply, stage.simulation.violations

    (written, heard), violations = run(scenario())

    assert (written, heard) == (FIRST, FIRST)
    assert violations == []


@EVERY_VENDOR
def test_meaning_may_be_directed_instead_of_words(vendor: RealtimeVendor) -> None:
    async def scenario() -> tuple[str, str]:
        async with staged(vendor) as stage:
            session = await stage.model.open(SETUP)
            try:
                return await said(session, SECOND, verbatim=False)
            finally:
                await session.aclose()

    assert run(scenario()) == (SECOND, SECOND)


def test_the_candidate_is_heard_as_one_turn() -> None:
    async def scenario() -> list[str]:
        async with staged(OPENAI) as stage:
            session = await stage.model.open(SETUP)
            session.hear(spell("I would shard ", sample_rate_hz=24_000))
            session.hear(spell("by tenant.", sample_rate_hz=24_000))
            await session.turn_over()
            await said(session, SECOND)
            await session.aclose()
            return stage.partner.understood

    assert run(scenario()) == ["I would shard by tenant."]


def test_a_vendor_that_would_answer_by_itself_gets_no_candidate_audio() -> None:
    async def scenario() -> list[str]:
        async with staged(GROK) as stage:
            session = await stage.model.open(SETUP)
            session.hear(spell("I would shard by tenant.", sample_rate_hz=24_000))
            await session.turn_over()
            await said(session, SECOND)
            await session.aclose()
            return stage.partner.understood

    assert run(scenario()) == []


@EVERY_VENDOR
def test_a_reply_broken_off_is_forgotten_and_the_next_one_is_whole(vendor: RealtimeVendor) -> None:
    async def scenario() -> tuple[str, str]:
        async with staged(vendor) as stage:
            session = await stage.model.open(SETUP)
            first = session.speak(Direction(text=FIRST))
            async for piece in first:
                if piece.audio:
                    break
            await first.aclose()
            await session.heard(0.05)
            try:
                return await said(session, SECOND)
            finally:
                await session.aclose()

    assert run(scenario()) == (SECOND, SECOND)


def test_the_vendors_memory_is_cut_to_what_was_heard() -> None:
    async def audio_tokens_read(played_s: float) -> float:
        async with staged(OPENAI) as stage:
            session = await stage.model.open(RealtimeSetup(instructions="You are an interviewer."))
            await said(session, FIRST)
            await session.heard(played_s)
            session.take_usage()
            await said(session, SECOND)
            used = session.take_usage()
            await session.aclose()
            return sum(u.amount for u in used if u.unit in {Unit.AUDIO_TOKENS_IN, Unit.AUDIO_TOKENS_CACHED})

    assert run(audio_tokens_read(0.0)) == 0  # taken back: nothing was said
    assert run(audio_tokens_read(1.0)) == 20  # a token for 50 ms
    assert run(audio_tokens_read(60.0)) == round(len(FIRST) / 15 * 20)  # all of it


def test_a_reply_that_never_began_leaves_the_memory_of_the_one_before_alone() -> None:
    async def scenario() -> float:
        async with staged(OPENAI) as stage:
            session = await stage.model.open(RealtimeSetup(instructions="You are an interviewer."))
            await said(session, FIRST)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0):
                    await said(session, SECOND)
            await session.heard(0.0)
            session.take_usage()
            await said(session, SECOND)
            used = session.take_usage()
            await session.aclose()
            return sum(u.amount for u in used if u.unit in {Unit.AUDIO_TOKENS_IN, Unit.AUDIO_TOKENS_CACHED})

    assert run(scenario()) >= round(len(FIRST) / 15 * 20)


@EVERY_VENDOR
def test_a_reply_withdrawn_before_it_began_does_not_strike_the_next_one(vendor: RealtimeVendor) -> None:
    async def scenario() -> tuple[str, str]:
        async with staged(vendor) as stage:
            session = await stage.model.open(SETUP)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0):
                    await said(session, FIRST)
            try:
                return await said(session, SECOND)
            finally:
                await session.aclose()

    assert run(scenario()) == (SECOND, SECOND)


@EVERY_VENDOR
def test_without_a_key_nothing_is_asked_and_none_is_looked_for(
    vendor: RealtimeVendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "somebody-elses")
    monkeypatch.setenv("XAI_API_KEY", "somebody-elses")

    async def scenario() -> ProviderError:
        async with staged(vendor) as stage:
            with pytest.raises(ProviderError) as raised:
                await vendor.model(stage.simulation.base_url, SecretStr("")).open(SETUP)
            return raised.value

    error = run(scenario())

    assert error.fault is Fault.REFUSED
    assert "key_env" in error.fix


@EVERY_VENDOR
def test_usage_is_reported_once_in_the_units_that_the_vendor_bills(vendor: RealtimeVendor) -> None:
    async def scenario() -> tuple[set[Unit], set[tuple[str, Capability | None]], int]:
        async with staged(vendor) as stage:
            session = await stage.model.open(SETUP)
            await said(session, FIRST)
            await session.aclose()
            used, again = session.take_usage(), session.take_usage()
            return {u.unit for u in used}, {(u.provider, u.capability) for u in used}, len(again)

    units, booked_on, left = run(scenario())

    billed = {
        "openai": {Unit.AUDIO_TOKENS_OUT, Unit.TEXT_TOKENS_IN},
        "openai-live": {Unit.SESSION_SECONDS},
        "grok": {Unit.SESSION_SECONDS, Unit.TEXT_ITEMS},
    }
    assert billed[vendor.name] <= units
    assert {capability for _, capability in booked_on} == {Capability.REALTIME}
    assert left == 0


@EVERY_VENDOR
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("401", Fault.REFUSED),
        ("403", Fault.REFUSED),
        ("429", Fault.OVERLOADED),
        ("500", Fault.BROKEN),
        ("503", Fault.BROKEN),
        ("401@turn2", Fault.REFUSED),
        ("429@turn2", Fault.OVERLOADED),
        ("503@turn2", Fault.BROKEN),
        ("quota@turn2", Fault.OVERLOADED),
        ("cut@turn2", Fault.CUT),
        ("reset@turn1", Fault.CUT),
        ("cut@0.1s", Fault.CUT),
        ("malformed@turn1", Fault.MALFORMED),
        ("wrong_rate@turn1", Fault.MALFORMED),
        ("reorder@turn1", Fault.MALFORMED),
        ("session_limit=0.5s", Fault.LIMIT),
    ],
)
def test_every_fault_is_told_by_its_kind_and_nothing_is_left_behind(
    vendor: RealtimeVendor, fault: str, expected: Fault
) -> None:
    async def scenario() -> ProviderError:
        async with staged(vendor, fault) as stage:
            return await failure_of(stage)

    error = run(scenario())

    assert error.fault is expected
    assert KEY.get_secret_value() not in f"{error} {error.fix}"


@EVERY_VENDOR
@pytest.mark.parametrize("fault", ["duplicate", "slow_first_byte=0.05s"])
def test_what_can_be_borne_is_borne(vendor: RealtimeVendor, fault: str) -> None:
    async def scenario() -> tuple[str, str]:
        async with staged(vendor, fault) as stage:
            session = await stage.model.open(SETUP)
            try:
                return await said(session, FIRST)
            finally:
                await session.aclose()

    assert run(scenario()) == (FIRST, FIRST)


@EVERY_VENDOR
def test_a_vendor_that_accepts_and_never_answers_costs_whoever_waits_one_deadline(vendor: RealtimeVendor) -> None:
    async def scenario() -> None:
        async with staged(vendor, "silent") as stage:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.3):
                    await stage.model.open(SETUP)

    run(scenario())


@EVERY_VENDOR
@pytest.mark.parametrize("fault", ["stall@turn1", "silent@turn1"])
def test_a_stalled_reply_never_passes_for_a_whole_one(vendor: RealtimeVendor, fault: str) -> None:
    async def scenario() -> None:
        async with staged(vendor, fault) as stage:
            session = await stage.model.open(SETUP)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.3):
                    await said(session, FIRST)
            session.abort()
            session.abort()

    run(scenario())


@EVERY_VENDOR
def test_a_vendor_that_nobody_serves_cannot_be_reached(vendor: RealtimeVendor) -> None:
    async def scenario() -> ProviderError:
        with pytest.raises(ProviderError) as raised:
            await vendor.model("http://127.0.0.1:9/v1").open(SETUP)
        await asyncio.sleep(0)
        return raised.value

    assert run(scenario()).fault is Fault.UNREACHABLE


@EVERY_VENDOR
def test_a_dead_session_hears_nothing_and_says_again_why_it_died(vendor: RealtimeVendor) -> None:
    async def scenario() -> tuple[Fault, Fault]:
        async with staged(vendor, "cut@turn1") as stage:
            session = await stage.model.open(SETUP)
            with pytest.raises(ProviderError) as first:
                await said(session, FIRST)
            session.hear(spell("Are you still there?", sample_rate_hz=24_000))
            with pytest.raises(ProviderError) as second:
                await said(session, SECOND)
            await session.aclose()
            await session.aclose()
            return first.value.fault, second.value.fault

    assert run(scenario()) == (Fault.CUT, Fault.CUT)


@EVERY_VENDOR
def test_a_key_is_never_shown(vendor: RealtimeVendor) -> None:
    async def scenario() -> str:
        async with staged(vendor) as stage:
            session = await stage.model.open(SETUP)
            await session.aclose()
            return f"{stage.model!r} {stage.model.name} {vars(stage.model)!r} {session!r}"

    assert KEY.get_secret_value() not in run(scenario())
