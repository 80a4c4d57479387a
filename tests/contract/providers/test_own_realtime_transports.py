"""The law of `RealtimeModel`, for adapters that speak a vendor's protocol themselves, against that vendor's simulator."""

import asyncio
from dataclasses import replace

import pytest

from tests.support.own_transports import SETUP, VENDORS, OpensVendor, hear, say, say_for_ever, until
from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import Direction, RealtimeSession, RealtimeSetup
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.domain.usage import Unit, Usage
from vivavoce.providers.amazon import NovaSonic
from vivavoce.providers.google import GeminiLive
from vivavoce.providers.scripted import spell

FAULTS_IN_A_REPLY = [
    ("cut@turn1", Fault.CUT),
    ("reset@turn1", Fault.CUT),
    ("stall@turn1", Fault.SILENT),
    ("silent@turn1", Fault.SILENT),
    ("malformed@turn1", Fault.MALFORMED),
    ("wrong_rate@turn1", Fault.MALFORMED),
    ("quota@turn1", Fault.OVERLOADED),
    ("401@turn1", Fault.REFUSED),
    ("403@turn1", Fault.REFUSED),
    ("429@turn1", Fault.OVERLOADED),
    ("500@turn1", Fault.BROKEN),
    ("503@turn1", Fault.BROKEN),
]
FAULTS_AT_THE_DOOR = [
    ("silent", Fault.SILENT),
    ("401", Fault.REFUSED),
    ("403", Fault.REFUSED),
    ("429", Fault.OVERLOADED),
    ("500", Fault.BROKEN),
    ("503", Fault.BROKEN),
]
ANSWER = "I would shard by tenant."


@pytest.fixture(params=VENDORS, ids=lambda vendor: vendor[0])
def opens(request: pytest.FixtureRequest) -> OpensVendor:
    open_vendor: OpensVendor = request.param[1]
    return open_vendor


def answer(session: RealtimeSession, text: str = ANSWER) -> None:
    hear(session, spell(text, sample_rate_hz=16_000))


def test_a_whole_turn_is_heard_and_answered_with_the_direction_word_for_word(
    runner: asyncio.Runner, opens: OpensVendor
) -> None:
    async def converse() -> None:
        async with opens() as vendor:
            session = await vendor.model.open(SETUP)
            answer(session)
            await session.turn_over()

            first = await say(session, "Why did you choose that?")
            second = await say(session, "And what would break first?")
            await session.aclose()

        assert " ".join(first.words) == first.text.strip() == "Why did you choose that?"
        assert " ".join(second.words) == "And what would break first?"
        assert first.pieces > 5
        assert vendor.violations == []

    runner.run(converse())


@pytest.mark.parametrize("spec", ["duplicate", "slow_first_byte=0.1s"])
def test_what_can_be_borne_is_borne(runner: asyncio.Runner, opens: OpensVendor, spec: str) -> None:
    async def converse() -> str:
        async with opens(spec) as vendor:
            session = await vendor.model.open(SETUP)
            said = await say(session, "Why did you choose that?")
            await session.aclose()
            return " ".join(said.words)

    assert runner.run(converse()) == "Why did you choose that?"


def test_history_is_taken_over_at_set_up(runner: asyncio.Runner, opens: OpensVendor) -> None:
    history = (
        Turn(id="1", speaker=Speaker.INTERVIEWER, text="Tell me about yourself.", start_s=0, end_s=2),
        Turn(id="2", speaker=Speaker.CANDIDATE, text="I build databases.", start_s=3, end_s=5),
    )

    async def converse() -> None:
        async with opens() as vendor:
            session = await vendor.model.open(RealtimeSetup(instructions="Be kind.", history=history, pace=0.8))
            said = await say(session, "Which ones?")
            await session.aclose()

        assert " ".join(said.words) == "Which ones?"
        assert vendor.violations == []

    runner.run(converse())


@pytest.mark.parametrize(("spec", "fault"), FAULTS_IN_A_REPLY, ids=[spec for spec, _ in FAULTS_IN_A_REPLY])
def test_a_reply_that_fails_says_how(runner: asyncio.Runner, opens: OpensVendor, spec: str, fault: Fault) -> None:
    async def converse() -> None:
        async with opens(spec) as vendor:
            session = await vendor.model.open(SETUP)
            answer(session)
            await session.turn_over()
            with pytest.raises(ProviderError) as failed:
                await say(session, "Why did you choose that over the alternatives?")
            session.abort()

        assert failed.value.fault is fault

    runner.run(converse())


@pytest.mark.parametrize(("spec", "fault"), FAULTS_AT_THE_DOOR, ids=[spec for spec, _ in FAULTS_AT_THE_DOOR])
def test_a_session_that_cannot_be_opened_says_why(
    runner: asyncio.Runner, opens: OpensVendor, spec: str, fault: Fault
) -> None:
    async def converse() -> None:
        async with opens(spec) as vendor:
            with pytest.raises(ProviderError) as failed:
                await vendor.model.open(SETUP)

        assert failed.value.fault is fault

    runner.run(converse())


def test_a_vendor_that_is_not_there_is_unreachable(runner: asyncio.Runner, opens: OpensVendor) -> None:
    async def converse() -> None:
        async with opens() as vendor:
            gone = vendor.model
        with pytest.raises(ProviderError) as failed:
            await gone.open(SETUP)

        assert failed.value.fault is Fault.UNREACHABLE

    runner.run(converse())


def test_a_certificate_that_nobody_vouches_for_is_not_talked_to(runner: asyncio.Runner, opens: OpensVendor) -> None:
    async def converse() -> Fault:
        async with opens() as vendor:
            assert isinstance(vendor.model, GeminiLive | NovaSonic)
            with pytest.raises(ProviderError) as failed:
                await replace(vendor.model, tls=None).open(SETUP)
            return failed.value.fault

    assert runner.run(converse()) is Fault.UNREACHABLE


def test_a_cut_while_nobody_speaks_is_told_at_the_next_reply_and_hearing_never_raises(
    runner: asyncio.Runner, opens: OpensVendor
) -> None:
    async def converse() -> None:
        async with opens("cut@0.05s") as vendor:
            session = await vendor.model.open(SETUP)
            await asyncio.sleep(0.15)
            answer(session)
            with pytest.raises(ProviderError) as failed:
                await say(session, "Go on.")
            session.abort()

        assert failed.value.fault is Fault.CUT

    runner.run(converse())


def test_a_session_limit_is_announced_and_then_named(runner: asyncio.Runner, opens: OpensVendor) -> None:
    async def converse() -> None:
        async with opens("session_limit=0.5s") as vendor:
            session = await vendor.model.open(SETUP)
            await until(lambda: session.ending)
            announced = session.ending
            with pytest.raises(ProviderError) as failed:
                await say_for_ever(session)
            session.abort()

        assert announced
        assert failed.value.fault is Fault.LIMIT

    runner.run(converse())


def test_a_reply_nobody_listens_to_is_given_up_and_the_next_one_is_whole(
    runner: asyncio.Runner, opens: OpensVendor
) -> None:
    async def converse() -> None:
        async with opens() as vendor:
            session = await vendor.model.open(SETUP)
            speaking = session.speak(Direction(text="This is a rather long question about many things at once."))
            await anext(speaking)
            answer(session, "Wait, I know.")
            await speaking.aclose()
            answer(session)

            said = await say(session, "Please do.")
            await session.aclose()

        assert " ".join(said.words) == "Please do."
        assert vendor.violations == []

    runner.run(converse())


def test_what_was_used_is_told_once(runner: asyncio.Runner, opens: OpensVendor) -> None:
    async def converse() -> None:
        async with opens() as vendor:
            session = await vendor.model.open(SETUP)
            answer(session)
            await session.turn_over()
            await say(session, "Yes?")
            used: list[Usage] = []

            def some_more() -> bool:
                used.extend(session.take_usage())
                return len(used) > 1

            await until(some_more)
            again = session.take_usage()
            await session.aclose()

        amounts = {usage.unit: usage.amount for usage in used}
        assert amounts[Unit.AUDIO_TOKENS_OUT] > 0
        assert amounts[Unit.AUDIO_TOKENS_IN] > 0
        assert not again

    runner.run(converse())


def test_a_session_can_be_closed_and_dropped_twice(runner: asyncio.Runner, opens: OpensVendor) -> None:
    async def converse() -> None:
        async with opens() as vendor:
            session = await vendor.model.open(SETUP)
            await session.aclose()
            await session.aclose()
            session.abort()
            session.hear(Pcm.silence(0.02, sample_rate_hz=16_000))
            with pytest.raises(ProviderError):
                await say(session, "Hello?")

    runner.run(converse())


def test_opening_stops_when_it_is_cancelled(runner: asyncio.Runner, opens: OpensVendor) -> None:
    async def converse() -> None:
        async with opens("silent") as vendor:
            opening = asyncio.create_task(vendor.model.open(SETUP))
            await asyncio.sleep(0.05)
            opening.cancel()
            with pytest.raises(asyncio.CancelledError):
                await opening

    runner.run(converse())


def test_names_and_keys(runner: asyncio.Runner, opens: OpensVendor) -> None:
    async def converse() -> None:
        async with opens() as vendor:
            assert ":" in vendor.model.name
            assert "any" not in repr(vendor.model)

    runner.run(converse())
