"""Stamps one turn's way from the candidate's last word to the interviewer's first sample."""

import itertools
from dataclasses import dataclass

from vivavoce.domain.latency import LatencyLedger


@dataclass(slots=True, kw_only=True)
class TurnStamps:
    """Instants on the event loop's clock, in the order they are waited for; one that was not waited for may be earlier."""

    silent_at: float
    """The candidate's last voiced sample reached us."""
    decided_at: float
    exact_at: float
    replied_at: float
    synthesised_at: float | None = None
    sent_at: float | None = None

    def ledger(self) -> LatencyLedger | None:
        """Return the hops; None while nothing has been sent."""
        if self.sent_at is None:
            return None
        instants = [self.silent_at]
        for stamp in (self.decided_at, self.exact_at, self.replied_at, self.synthesised_at, self.sent_at):
            instants.append(instants[-1] if stamp is None else max(stamp, instants[-1]))
        hops = [1000 * (later - earlier) for earlier, later in itertools.pairwise(instants)]
        return LatencyLedger(
            endpoint_ms=hops[0], transcript_ms=hops[1], brain_ms=hops[2], first_audio_ms=hops[3], playout_ms=hops[4]
        )
