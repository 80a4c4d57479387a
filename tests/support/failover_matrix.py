"""Every realtime vendor with every fault, warm standbys, and chains of three: what is held, and what has to come of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tests.support.failing_interviews import DEAD_WIRE, UNREACHABLE, Failing, FailingInterview
from tests.support.faulty_models import FaultySpeechToText, FaultyTextToSpeech, Strike
from tests.support.realtime_simulators import SIMULATED
from tests.support.routed_voices import DEADLINES
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault
from vivavoce.domain.session import EndReason
from vivavoce.routing.breaker import BreakerState

FRAMES_S = 0.06
"""The line's own steps."""


class Gap(StrEnum):
    """How long nothing may be heard, by how a fault shows."""

    NONE = "none"
    """Borne, planned, or struck while nobody needed the vendor."""
    DETECTED = "detected"
    SILENT = "silent"
    STANDBY = "standby"
    """Detected, and another session stands by."""

    @property
    def limit_s(self) -> float:
        return {
            Gap.NONE: 1.0,
            Gap.DETECTED: 1.0,
            Gap.SILENT: DEADLINES.first_audio_s + 0.5,
            Gap.STANDBY: 0.3,
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What has to come of a fault."""

    faults: tuple[Fault, ...] = ()
    """As which it may stand in the log; none: it is no failover."""
    gap: Gap = Gap.DETECTED
    opens: bool | None = False
    """The breaker of the vendor opens before the interview is over: at once, or at the third failure in a row. None: whether
    there is time for a third one depends on when the first is noticed."""


IN_A_REPLY: Mapping[str, Expected] = {
    "cut@turn2": Expected(faults=(Fault.CUT,)),
    "reset@turn2": Expected(faults=(Fault.CUT,)),
    "malformed@turn2": Expected(faults=(Fault.MALFORMED,)),
    "wrong_rate@turn2": Expected(faults=(Fault.MALFORMED,)),
    "quota@turn2": Expected(faults=(Fault.OVERLOADED,)),
    "401@turn2": Expected(faults=(Fault.REFUSED,), opens=True),
    "403@turn2": Expected(faults=(Fault.REFUSED,), opens=True),
    "429@turn2": Expected(faults=(Fault.OVERLOADED,)),
    "500@turn2": Expected(faults=(Fault.BROKEN,)),
    "503@turn2": Expected(faults=(Fault.BROKEN,)),
    "stall@turn2": Expected(faults=(Fault.SILENT,), gap=Gap.SILENT),
    "silent@turn2": Expected(faults=(Fault.SILENT,), gap=Gap.SILENT),
    "slow_first_byte=3s@turn2": Expected(faults=(Fault.SILENT,), gap=Gap.SILENT),
}
BORNE: Mapping[str, Expected] = {
    "": Expected(gap=Gap.NONE),
    "duplicate@turn2": Expected(gap=Gap.NONE),
}
ON_A_CONNECTION: Mapping[str, Expected] = {
    "cut@8s": Expected(faults=(Fault.CUT,), gap=Gap.NONE),
    "reset@8s": Expected(faults=(Fault.CUT,), gap=Gap.NONE),
    "silent@8s": Expected(faults=(Fault.SILENT,), gap=Gap.SILENT),
    "stall@8s": Expected(faults=(Fault.SILENT,), gap=Gap.SILENT),
    DEAD_WIRE: Expected(faults=(Fault.SILENT, Fault.CUT), gap=Gap.SILENT, opens=None),
    "session_limit=20s": Expected(faults=(Fault.LIMIT,), gap=Gap.NONE),
}
AT_THE_DOOR: Mapping[str, Expected] = {
    "401": Expected(gap=Gap.NONE, opens=True),
    "403": Expected(gap=Gap.NONE, opens=True),
    "429": Expected(gap=Gap.NONE, opens=True),
    "500": Expected(gap=Gap.NONE, opens=True),
    "503": Expected(gap=Gap.NONE, opens=True),
    "silent": Expected(gap=Gap.NONE, opens=True),
    UNREACHABLE: Expected(gap=Gap.NONE, opens=True),
}
ONE_FAULT: Mapping[str, Expected] = {**BORNE, **IN_A_REPLY, **ON_A_CONNECTION, **AT_THE_DOOR}
_OUT_OF_ORDER = {"reorder@turn2": Expected(faults=(Fault.MALFORMED,))}
OF_A_PROTOCOL: Mapping[str, Mapping[str, Expected]] = {
    "openai": _OUT_OF_ORDER,
    "openai-live": {
        # its voice never stops: that the audio came at another rate is known once it rests
        "wrong_rate@turn2": Expected(faults=(Fault.MALFORMED,), gap=Gap.SILENT),
        **_OUT_OF_ORDER,
    },
    "grok": _OUT_OF_ORDER,
    "gemini": {"go_away@5s": Expected(faults=(Fault.LIMIT,), gap=Gap.NONE)},
    "nova-sonic": {},
}
"""What only one vendor's protocol can show, and what shows otherwise in it."""


def faults_of(vendor: str) -> Mapping[str, Expected]:
    """Return every fault that this vendor can have."""
    return {**ONE_FAULT, **OF_A_PROTOCOL[vendor]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One interview to hold, and what has to come of it."""

    name: str
    vendors: tuple[Failing, ...]
    expected: tuple[Expected, ...]
    """Of each vendor."""
    gap: Gap
    cascade_fails_too: bool = False
    """An ear fails in the second answer, and the first voice of the cascade in its first sentence."""

    def interview(self) -> FailingInterview:
        if not self.cascade_fails_too:
            return FailingInterview(vendors=self.vendors)
        return FailingInterview(
            vendors=self.vendors,
            ears=[FaultySpeechToText("ear", {2: Strike.CUT})],
            voices=[FaultyTextToSpeech("voice", {1: Strike.ERROR})],
        )


def one_fault(vendor: str, spec: str) -> Trial:
    expected = faults_of(vendor)[spec]
    return Trial(
        name=f"{vendor} {spec or 'undisturbed'}",
        vendors=(Failing(vendor=vendor, faults=(spec,) if spec else ()),),
        expected=(expected,),
        gap=expected.gap,
    )


def warm_standby(vendor: str, spec: str) -> Trial:
    """Have a vendor stand by whose idle sessions cost nothing."""
    standby = "gemini" if vendor != "gemini" else "openai"
    return Trial(
        name=f"{vendor} {spec}, {standby} stands by",
        vendors=(Failing(vendor=vendor, faults=(spec,)), Failing(vendor=standby)),
        expected=(IN_A_REPLY[spec], BORNE[""]),
        gap=Gap.STANDBY,
    )


def chain(vendor: str) -> Trial:
    """Let three vendors fail in one reply: each in its own way."""
    names = list(SIMULATED)
    at = names.index(vendor)
    first, second, third = (names[(at + step) % len(names)] for step in range(3))
    return Trial(
        name=f"{first} cut, {second} 503, {third} stalls",
        vendors=(
            Failing(vendor=first, faults=("cut@turn2",)),
            Failing(vendor=second, faults=("503@turn1",)),
            Failing(vendor=third, faults=("stall@turn1",)),
        ),
        expected=(IN_A_REPLY["cut@turn2"], IN_A_REPLY["503@turn2"], IN_A_REPLY["stall@turn2"]),
        gap=Gap.SILENT,
    )


def every_slot(vendor: str) -> Trial:
    """Let the vendor, the ear and the voice that takes over fail in one interview."""
    return Trial(
        name=f"{vendor} cut, an ear cut, a voice broken",
        vendors=(Failing(vendor=vendor, faults=("cut@turn2",)),),
        expected=(IN_A_REPLY["cut@turn2"],),
        gap=Gap.DETECTED,
        cascade_fails_too=True,
    )


def trials() -> Iterator[Trial]:
    """Yield the whole matrix."""
    for vendor in SIMULATED:
        faults = faults_of(vendor)
        yield from (one_fault(vendor, spec) for spec in faults)
        yield from (warm_standby(vendor, spec) for spec in IN_A_REPLY if faults[spec].gap is Gap.DETECTED)
        yield chain(vendor)
        yield every_slot(vendor)


def complaints(trial: Trial, held: FailingInterview) -> list[str]:
    """Return everything that is not as it has to be."""
    wrong = [f"it ended: {held.reason}"] if held.reason is not EndReason.COMPLETED else []
    wrong += held.lost_words()
    wrong += [f"protocol: {violation}" for violation in held.violations]
    if held.gap_s > trial.gap.limit_s + FRAMES_S:
        wrong.append(f"from the fault on nothing was heard for {held.gap_s:.2f} s")
    if held.longest_gap_s > max(trial.gap.limit_s, Gap.DETECTED.limit_s) + FRAMES_S:
        wrong.append(f"later nothing was heard for {held.longest_gap_s:.2f} s")
    for failing, expected in zip(trial.vendors, trial.expected, strict=True):
        wrong += _complaints_of(failing.provider, expected, held)
    if trial.cascade_fails_too:
        told = {one.from_provider for one in held.failovers}
        wrong += [f"nothing is told of the {name}" for name in ("ear", "voice") if name not in told]
    return wrong


def _complaints_of(provider: str, expected: Expected, held: FailingInterview) -> Iterator[str]:
    told = [one.fault for one in held.failovers if one.from_provider == provider]
    faults = [fault for fault in told if fault is not Fault.LIMIT or Fault.LIMIT in expected.faults]
    if bool(faults) is not bool(expected.faults) or not set(faults) <= set(expected.faults):
        yield f"{provider} should fail as {list(expected.faults)}, and the log says {faults}"
    opened = BreakerState.OPEN in held.breaker_states(provider, Capability.REALTIME)
    if expected.opens is not None and opened is not expected.opens:
        yield f"the breaker of {provider} {'opened' if opened else 'did not open'}"
