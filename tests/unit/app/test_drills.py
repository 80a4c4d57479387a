"""What an outage drill is told on the command line."""

import pytest

from vivavoce.app.drills import Drill
from vivavoce.domain.errors import InvalidInputError


def test_vendors_are_taken_in_order_and_faults_strike_the_first_unless_another_is_named() -> None:
    drill = Drill.parse("simulated:openai, simulated:grok,local", ["60s=cut", "turn2=grok:stall", "90s=silent"])

    assert drill.vendors == ("openai", "grok")
    assert drill.faults == {"openai": ("cut@60s", "silent@90s"), "grok": ("stall@turn2",)}


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
