"""What the voice room counts: for Prometheus, for OpenTelemetry where an operator has set it up, and for the live view."""

from opentelemetry import metrics as telemetry
from prometheus_client import Counter, Histogram

from vivavoce.domain.latency import LatencyLedger
from vivavoce.voice.ledger import RecentTurns

TURN_BUCKETS_S = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5, 2.0, 3.0, 4.0)
"""The bounds of the bands, finer from 0.3 to 1 s, where the budgets are: percentiles are read between two bounds."""
HOP_BUCKETS_S = (0.005, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.8, 1.2, 2.0, 4.0)
"""From a pre-rendered reply (milliseconds) to the longest wait for an end of turn."""

HOP_SECONDS = Histogram(
    "vivavoce_turn_hop_seconds", "Time between two voices, hop by hop.", labelnames=("hop",), buckets=HOP_BUCKETS_S
)
TURN_SECONDS = Histogram(
    "vivavoce_turn_seconds", "Candidate's last sample in to interviewer's first sample out.", buckets=TURN_BUCKETS_S
)
TURNS = Counter(
    "vivavoce_turns_total",
    "Turns answered, by how the gap feels: natural to 0.3 s, responsive to 0.5, noticeable to 0.8, slow to 1.2, broken above.",
    labelnames=("band",),
)
OVERLAPS = Counter(
    "vivavoce_overlaps_total",
    "Speech over the interviewer: barge_in stopped it, took_back gave the floor back, nod resumed it.",
    labelnames=("outcome",),
)
INAUDIBLE = Counter("vivavoce_inaudible_utterances_total", "Clear speech that gave no words.")
UNSPOKEN = Counter("vivavoce_unspoken_replies_total", "Replies shown as text because synthesis failed.")
RECORDER_DROPPED_BYTES = Counter("vivavoce_recorder_dropped_bytes_total", "Encoded audio the store did not take.")


RECENT_TURNS = RecentTurns()
"""For the live view of this process."""

_METER = telemetry.get_meter("vivavoce.voice")
_TURN_DURATION = _METER.create_histogram(
    "vivavoce.turn.duration",
    unit="s",
    description="Candidate's last sample in to interviewer's first sample out.",
    explicit_bucket_boundaries_advisory=TURN_BUCKETS_S,
)
_HOP_DURATION = _METER.create_histogram(
    "vivavoce.turn.hop.duration",
    unit="s",
    description="Time between two voices, hop by hop.",
    explicit_bucket_boundaries_advisory=HOP_BUCKETS_S,
)


def count_turn(ledger: LatencyLedger) -> None:
    """Put one turn's ledger wherever latency is watched."""
    total_s = ledger.total_ms / 1000
    TURN_SECONDS.observe(total_s)
    TURNS.labels(ledger.band.value).inc()
    _TURN_DURATION.record(total_s, {"band": ledger.band.value})
    for hop, ms in ledger.hops_ms.items():
        HOP_SECONDS.labels(hop).observe(ms / 1000)
        _HOP_DURATION.record(ms / 1000, {"hop": hop})
    RECENT_TURNS.note(ledger)
