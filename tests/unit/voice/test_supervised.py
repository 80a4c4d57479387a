"""Parts of outliving a provider: watchdogs, what remains to be said, what a realtime model may say, language models."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.support.faulty_models import FaultyLanguageModel, Strike
from tests.support.virtual_time import run_virtual
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.failover import Failover
from vivavoce.domain.ports.language_model import LanguageModel
from vivavoce.voice.realtime.faithfulness import strays
from vivavoce.voice.supervised.candidates import Candidate
from vivavoce.voice.supervised.language_model import SupervisedLanguageModel
from vivavoce.voice.supervised.remaining import SpeakingRate, rest_after
from vivavoce.voice.supervised.switching import tell
from vivavoce.voice.supervised.watching import Cleaning, watched, within

QUESTION = "When a queue grows faster than it is read, what do you look at first, and why is that?"


@pytest.mark.parametrize(
    ("spoken_s", "rest"),
    [
        (0.0, QUESTION),
        (0.5, QUESTION),
        (2.4, "is read, what do you look at first, and why is that?"),
        (3.4, "what do you look at first, and why is that?"),
        (5.4, "and why is that?"),
        (60.0, "and why is that?"),
    ],
)
def test_what_remains_begins_at_a_word_that_was_not_said_or_at_its_clause(spoken_s: float, rest: str) -> None:
    assert rest_after(QUESTION, spoken_s) == rest


def test_the_rate_of_a_voice_is_learned_from_what_it_finished() -> None:
    rates = SpeakingRate()

    for _ in range(20):
        rates.learn("quick", "a text of exactly forty characters, yes.", 2.0, pace=1.0)

    assert rates.of("quick", pace=1.0) == pytest.approx(20.0)
    assert rates.of("quick", pace=0.8) == pytest.approx(16.0)
    assert rates.of("unknown", pace=1.0) == 15.0


async def _pieces(*waits_s: float, closes_after_s: float = 0.0) -> AsyncIterator[int]:
    try:
        for number, wait_s in enumerate(waits_s):
            await asyncio.sleep(wait_s)
            yield number
    finally:
        await asyncio.sleep(closes_after_s)


async def _collect(pieces: AsyncIterator[int]) -> tuple[list[int], ProviderError | None, float]:
    cleaning, got = Cleaning(), list[int]()
    failure = None
    try:
        async for piece in watched(pieces, provider="vendor", first_s=1.0, stall_s=0.5, cleaning=cleaning):
            got.append(piece)
    except ProviderError as error:
        failure = error
    took_s = asyncio.get_running_loop().time()
    await cleaning.aclose()
    return got, failure, took_s


@pytest.mark.parametrize(
    ("waits_s", "got", "took_s"),
    [((0.9, 0.4, 0.4), [0, 1, 2], None), ((1.1,), [], 1.0), ((0.2, 0.6), [0], 0.7)],
)
def test_a_late_piece_costs_its_deadline_and_not_its_cleaning(
    waits_s: tuple[float, ...], got: list[int], took_s: float | None
) -> None:
    pieces, failure, waited_s = run_virtual(_collect(_pieces(*waits_s, closes_after_s=10.0 if took_s else 0.0)))[0]

    assert pieces == got
    assert (failure is None) == (took_s is None)
    if failure is not None:
        assert failure.fault is Fault.SILENT
        assert waited_s == pytest.approx(took_s)


def test_work_that_does_not_let_itself_be_cancelled_is_not_waited_for() -> None:
    async def stubborn() -> None:
        try:
            await asyncio.sleep(100)
        finally:
            await asyncio.sleep(10)

    async def give_up() -> float:
        cleaning = Cleaning()
        with pytest.raises(ProviderError, match="opening"):
            await within(stubborn(), seconds=2.0, provider="vendor", what="opening", cleaning=cleaning)
        return asyncio.get_running_loop().time()

    assert run_virtual(give_up())[0] == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("said", "whole", "is_other"),
    [
        ("When a queue grows faster than it's read, what", False, False),
        ("When a queue grows faster than it is read, what do you look at first and why is that", True, False),
        ("Great answer! You really know your queues. So, when", False, True),
        ("As an AI language model I cannot", False, True),
        (QUESTION + " By the way I would start with the consumer lag and then go to the network.", True, True),
        ("When a", False, False),
    ],
)
def test_other_words_than_the_directed_ones_are_noticed(said: str, whole: bool, is_other: bool) -> None:
    assert strays(said, QUESTION, whole=whole) is is_other


async def _complete(*models: LanguageModel) -> tuple[str, ProviderError | None, list[Failover]]:
    failovers: list[Failover] = []
    tell(failovers.append)
    cleaning = Cleaning()
    candidates = [Candidate(provider=model.name, model=model) for model in models]
    supervised = SupervisedLanguageModel(lambda: candidates, cleaning=cleaning)
    text, failure = "", None
    try:
        async for piece in supervised.complete(instructions="", prompt="", max_tokens=10):
            text += piece
    except ProviderError as error:
        failure = error
    await cleaning.aclose()
    return text, failure, failovers


@pytest.mark.parametrize("strike", [Strike.ERROR, Strike.SILENT])
def test_a_language_model_that_fails_before_its_first_word_is_replaced(strike: Strike) -> None:
    broken = FaultyLanguageModel("first", always=strike)

    (text, failure, failovers), _ = run_virtual(_complete(broken, FaultyLanguageModel("second")))

    assert (text, failure) == ("said by second", None)
    assert [(one.from_provider, one.to_provider) for one in failovers] == [("first", "second")]


def test_a_language_model_cut_in_its_words_leaves_the_turn_to_the_plan() -> None:
    broken = FaultyLanguageModel("first", always=Strike.CUT)

    (text, failure, failovers), _ = run_virtual(_complete(broken, FaultyLanguageModel("second")))

    assert text == "said by "
    assert failure is not None
    assert [(one.from_provider, one.to_provider) for one in failovers] == [("first", "plan")]
