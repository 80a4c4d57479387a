"""What simulated vendors share: faults by plan, a partner who really speaks and hears, and a server on this machine."""

from vivavoce.providers.simulation.faults import (
    ConnectionLostError,
    FaultKind,
    FaultPlan,
    Faults,
    PlannedFault,
    ReplyFaults,
    UnreadableFrameError,
)
from vivavoce.providers.simulation.partner import Ear, SimulatedPartner
from vivavoce.providers.simulation.server import SimulatedConnection, Simulation, Simulator, serve_websockets
from vivavoce.providers.simulation.tls import Authority

__all__ = [
    "Authority",
    "ConnectionLostError",
    "Ear",
    "FaultKind",
    "FaultPlan",
    "Faults",
    "PlannedFault",
    "ReplyFaults",
    "SimulatedConnection",
    "SimulatedPartner",
    "Simulation",
    "Simulator",
    "UnreadableFrameError",
    "serve_websockets",
]
