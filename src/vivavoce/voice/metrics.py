"""What the voice room counts, for Prometheus."""

from prometheus_client import Counter, Histogram

from vivavoce.domain.latency import LatencyLedger

_BUCKETS_S = (0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0, 4.0)
"""The bounds of the latency bands, and a few around them."""

HOP_SECONDS = Histogram(
    "vivavoce_turn_hop_seconds", "Time between two voices, hop by hop.", labelnames=("hop",), buckets=_BUCKETS_S
)
TURN_SECONDS = Histogram(
    "vivavoce_turn_seconds", "Candidate's last sample in to interviewer's first sample out.", buckets=_BUCKETS_S
)
OVERLAPS = Counter(
    "vivavoce_overlaps_total",
    "Speech over the interviewer: barge_in stopped it, took_back gave the floor back, nod resumed it.",
    labelnames=("outcome",),
)
INAUDIBLE = Counter("vivavoce_inaudible_utterances_total", "Clear speech that gave no words.")
UNSPOKEN = Counter("vivavoce_unspoken_replies_total", "Replies shown as text because synthesis failed.")
RECORDER_DROPPED_BYTES = Counter("vivavoce_recorder_dropped_bytes_total", "Encoded audio the store did not take.")


def count_turn(ledger: LatencyLedger) -> None:
    """Put one turn's ledger into the histograms."""
    TURN_SECONDS.observe(ledger.total_ms / 1000)
    for hop in ("endpoint", "transcript", "brain", "first_audio", "playout"):
        HOP_SECONDS.labels(hop).observe(getattr(ledger, f"{hop}_ms") / 1000)
