"""What an outage drill is told on the command line."""

import asyncio
from contextlib import aclosing
from pathlib import Path

import pytest
import yaml

from tests.support.virtual_time import run_virtual
from vivavoce.app.drills import Drill, DrillConduct, DrillFault, providers_document, shipped_entry, simulated_entry
from vivavoce.app.providers import read_settings_providers
from vivavoce.app.settings import load_settings
from vivavoce.app.simulators import open_simulator, spelling_partner
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import InvalidInputError
from vivavoce.providers.simulation import FaultKind, Faults
from vivavoce.rehearsal.screen import Screen
from vivavoce.routing.policy import SessionKind


def test_vendors_are_taken_in_order_and_faults_strike_whoever_speaks_unless_one_is_named() -> None:
    drill = Drill.parse("simulated:openai, simulated:grok,local", ["60s=cut", "turn2=grok:stall", "90s=grok:silent"])

    assert drill.vendors == ("openai", "grok")
    assert drill.faults == (
        DrillFault(kind=FaultKind.CUT, at_s=60.0),
        DrillFault(kind=FaultKind.STALL, vendor="grok", turn=2),
        DrillFault(kind=FaultKind.SILENT, vendor="grok", at_s=90.0),
    )


def conduct(*faults_at: str) -> DrillConduct:
    return DrillConduct(Drill.parse("simulated:openai,simulated:grok,local", faults_at))


async def first_strike(faults: Faults, *, within_s: float = 600.0) -> tuple[float, FaultKind] | None:
    """Keep a connection open until something strikes it; return when and what."""
    try:
        async with asyncio.timeout(within_s), aclosing(faults.strikes()) as strikes:
            kind = await anext(strikes)
    except TimeoutError:
        return None
    return asyncio.get_running_loop().time(), kind


def test_a_time_counts_from_the_first_call_of_the_interview_not_from_a_vendors_connection() -> None:
    async def drill() -> list[tuple[float, FaultKind] | None]:
        drilled = conduct("60s=cut", "90s=grok:silent")
        vendors = [asyncio.create_task(first_strike(drilled.faults[name])) for name in ("openai", "grok")]
        await asyncio.sleep(10.0)
        drilled.connected()
        await asyncio.sleep(30.0)
        drilled.connected()  # a call that was made again
        return list(await asyncio.gather(*vendors))

    struck, _ = run_virtual(drill())

    assert struck == [(70.0, FaultKind.CUT), (100.0, FaultKind.SILENT)]


def test_a_time_strikes_the_vendor_that_spoke_last() -> None:
    async def drill() -> list[tuple[float, FaultKind] | None]:
        drilled = conduct("60s=cut")
        vendors = [asyncio.create_task(first_strike(drilled.faults[name])) for name in ("openai", "grok")]
        drilled.connected()
        drilled.faults["openai"].begin_reply()
        drilled.faults["grok"].begin_reply()
        return list(await asyncio.gather(*vendors))

    struck, _ = run_virtual(drill())

    assert struck == [None, (60.0, FaultKind.CUT)]


def test_a_time_at_which_nobody_is_connected_strikes_the_next_connection() -> None:
    async def drill() -> tuple[float, FaultKind] | None:
        drilled = conduct("60s=cut")
        drilled.connected()
        await asyncio.sleep(65.0)
        return await first_strike(drilled.faults["openai"])

    assert run_virtual(drill())[0] == (65.0, FaultKind.CUT)


def test_a_turn_is_a_reply_of_the_interview_whoever_speaks_it() -> None:
    drilled = conduct("turn3=stall")
    openai, grok = drilled.faults["openai"], drilled.faults["grok"]

    drilled.reply_ended()  # the first was spoken by this machine
    second = openai.begin_reply().kinds
    drilled.reply_ended()
    third = openai.begin_reply().kinds
    goes_on = grok.begin_reply().kinds  # the same reply: the candidate has heard no other
    drilled.reply_ended()
    fourth = grok.begin_reply().kinds

    assert [set(kinds) for kinds in (second, third, goes_on, fourth)] == [set(), {FaultKind.STALL}, set(), set()]


def test_a_turn_of_a_named_vendor_is_its_own() -> None:
    drilled = conduct("turn2=grok:stall")
    openai, grok = drilled.faults["openai"], drilled.faults["grok"]

    for _ in range(3):
        assert not openai.begin_reply().kinds
        drilled.reply_ended()

    assert [FaultKind.STALL in grok.begin_reply() for _ in range(3)] == [False, True, False]


def test_a_candidates_screen_tells_when_a_reply_has_ended() -> None:
    drilled = conduct("turn2=cut")
    screen = Screen(drilled)

    screen.show({"type": "snapshot", "state": "speaking", "captions": []})
    during = drilled.faults["openai"].begin_reply().kinds
    screen.show({"type": "state", "state": "listening"})
    screen.show({"type": "state", "state": "thinking"})

    assert not during
    assert drilled.faults["openai"].begin_reply().kinds == {FaultKind.CUT}


def test_what_a_vendor_cannot_do_is_refused_by_its_simulator() -> None:
    async def drill() -> None:
        faults = conduct("60s=go_away").faults["openai"]
        async with open_simulator("openai", faults=faults, partner=spelling_partner()):
            pass

    with pytest.raises(InvalidInputError, match="never announces"):
        asyncio.run(drill())


def test_this_machine_alone_is_a_drill_of_nobody() -> None:
    assert Drill.parse("local", []).vendors == ()


@pytest.mark.parametrize(
    ("providers", "fault", "says"),
    [
        ("simulated:nobody", "60s=cut", "no provider 'simulated:nobody'"),
        ("openai", "60s=cut", "no provider 'openai'"),
        ("local,simulated:openai", "60s=cut", "last resort"),
        ("simulated:openai", "cut", "'cut' is no fault"),
        ("simulated:openai", "60s=explode", "explode"),
        ("simulated:openai", "60s=grok:cut", "does not take part"),
        ("local", "60s=cut", "does not take part"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_started(providers: str, fault: str, says: str) -> None:
    with pytest.raises(InvalidInputError, match=says) as refused:
        Drill.parse(providers, [fault])

    assert refused.value.fix


def test_a_platform_can_read_the_file_that_points_it_at_simulated_vendors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "simulated")
    monkeypatch.setenv("XAI_API_KEY", "simulated")
    providers = read_settings_providers(load_settings(data_dir=tmp_path))
    entries = {
        name: simulated_entry(shipped_entry(providers, name), "http://127.0.0.1:1/v1") for name in ("openai", "grok")
    }
    file = tmp_path / "providers.yaml"
    file.write_text(yaml.safe_dump(providers_document(entries)), encoding="utf-8")

    read = read_settings_providers(load_settings(data_dir=tmp_path, providers_file=file))

    assert {"openai", "grok"} <= set(read.config.usable)
    assert read.config.policy_of[SessionKind.INTERVIEW].candidates[Capability.REALTIME] == ("openai", "grok")
