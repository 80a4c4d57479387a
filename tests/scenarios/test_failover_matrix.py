"""Interviews whose realtime vendors fail, each against its own simulator; `bench/failover_matrix.py` holds them all.

Here every fault is had by two vendors or so, and every vendor has a third of the faults, a standby, and chains of three.
"""

from collections.abc import Iterator

import pytest

from tests.support.failover_matrix import Trial, chain, complaints, every_slot, faults_of, one_fault, warm_standby
from tests.support.realtime_simulators import SIMULATED
from tests.support.virtual_time import run_virtual

_ONE_IN = 3


def some_trials() -> Iterator[Trial]:
    for number, vendor in enumerate(SIMULATED):
        for place, spec in enumerate(faults_of(vendor)):
            if (place + number) % _ONE_IN == 0:
                yield one_fault(vendor, spec)
        yield warm_standby(vendor, "cut@turn2")
        yield chain(vendor)
        yield every_slot(vendor)


@pytest.mark.parametrize("trial", list(some_trials()), ids=lambda trial: trial.name)
def test_an_interview_outlives_its_vendors(trial: Trial) -> None:
    held, _ = run_virtual(trial.interview().hold(), sockets=True)

    assert complaints(trial, held) == []
