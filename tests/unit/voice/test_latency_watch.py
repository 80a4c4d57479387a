"""One turn's ledger reaches everything that watches latency."""

from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import REGISTRY

from vivavoce.domain.latency import P50_BUDGET_MS, P95_BUDGET_MS, LatencyBand, LatencyLedger, bands
from vivavoce.voice.ledger import Percentiles, RecentTurns
from vivavoce.voice.metrics import HOP_BUCKETS_S, RECENT_TURNS, TURN_BUCKETS_S, count_turn

BEGUN_AT = datetime(2026, 1, 1, tzinfo=UTC)


def a_turn(total_ms: float) -> LatencyLedger:
    return LatencyLedger(
        endpoint_ms=total_ms - 60, transcript_ms=0.0, brain_ms=50.0, first_audio_ms=2.0, playout_ms=8.0
    )


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_a_turn_is_counted_in_its_band_in_the_histograms_and_for_the_live_view() -> None:
    before = counted("vivavoce_turns_total", band="noticeable"), counted("vivavoce_turn_seconds_count")
    hops = counted("vivavoce_turn_hop_seconds_sum", hop="brain")

    count_turn(a_turn(650))

    assert counted("vivavoce_turns_total", band="noticeable") == before[0] + 1
    assert counted("vivavoce_turn_seconds_count") == before[1] + 1
    assert counted("vivavoce_turn_hop_seconds_sum", hop="brain") == pytest.approx(hops + 0.05)
    assert RECENT_TURNS.turns[-1][1].total_ms == 650


def test_the_buckets_hold_every_bound_that_is_judged_by() -> None:
    judged_s = {bound / 1000 for _, bound in bands() if bound is not None} | {
        P50_BUDGET_MS / 1000,
        P95_BUDGET_MS / 1000,
    }

    assert judged_s <= set(TURN_BUCKETS_S)
    assert sorted(TURN_BUCKETS_S) == list(TURN_BUCKETS_S)
    assert sorted(HOP_BUCKETS_S) == list(HOP_BUCKETS_S)


def test_percentiles_are_of_the_last_turns_only() -> None:
    recent = RecentTurns(most=100)

    for number in range(300):
        recent.note(a_turn(100.0 + number), at=BEGUN_AT + timedelta(seconds=number))

    assert len(recent.turns) == 100
    totals = recent.totals()
    assert (totals.p50_ms, totals.p95_ms) == pytest.approx((349.5, 394.05))
    assert recent.hops()["brain"] == Percentiles(p50_ms=50.0, p95_ms=50.0)
    assert list(recent.hops()) == ["endpoint", "transcript", "brain", "first_audio", "playout"]


def test_without_a_turn_there_is_no_number() -> None:
    recent = RecentTurns()

    assert recent.totals() == Percentiles(p50_ms=None, p95_ms=None)
    assert recent.hops() == {}


def test_every_turn_is_in_one_band() -> None:
    recent = RecentTurns()

    for total_ms in (250, 300, 301, 500, 800, 801, 1200, 1201, 5000):
        recent.note(a_turn(total_ms))

    assert [recent.bands()[band] for band in LatencyBand] == [2, 2, 1, 2, 2]
