"""What operators see of the interviewer's speed."""

from datetime import UTC, datetime

import pytest

from tests.integration.api.stage import Stage
from vivavoce.api.operations.routes import recent_turns
from vivavoce.domain.latency import LatencyLedger
from vivavoce.voice.ledger import RecentTurns
from vivavoce.voice.metrics import count_turn

pytestmark = pytest.mark.anyio

AT = datetime(2026, 1, 1, tzinfo=UTC)


def a_turn(total_ms: float) -> LatencyLedger:
    return LatencyLedger(
        endpoint_ms=total_ms - 60, transcript_ms=0.0, brain_ms=50.0, first_audio_ms=2.0, playout_ms=8.0
    )


async def test_only_people_who_are_signed_in_see_figures(stage: Stage) -> None:
    answer = await stage.client.get("/api/operations/latency")

    assert answer.status_code == 401


async def test_a_server_without_turns_says_so_without_numbers(stage: Stage) -> None:
    await stage.sign_in()
    stage.app.dependency_overrides[recent_turns] = RecentTurns

    view = (await stage.client.get("/api/operations/latency")).json()

    assert view["turns"] == 0
    assert view["p95_ms"] is None
    assert view["within_budget"]
    assert [band["turns"] for band in view["bands"]] == [0, 0, 0, 0, 0]
    assert view["hops"] == view["latest"] == []


async def test_percentiles_bands_and_hops_of_the_last_turns(stage: Stage) -> None:
    await stage.sign_in()
    recent = RecentTurns()
    for total_ms in (250.0, 450.0, 700.0, 900.0, 2000.0):
        recent.note(a_turn(total_ms), at=AT)
    stage.app.dependency_overrides[recent_turns] = lambda: recent

    view = (await stage.client.get("/api/operations/latency")).json()

    assert (view["turns"], view["p50_ms"], view["p95_ms"]) == pytest.approx((5, 700.0, 1780.0))
    assert not view["within_budget"]
    assert view["budget"] == {"p50_ms": 500.0, "p95_ms": 800.0}
    assert [(band["band"], band["up_to_ms"], band["turns"]) for band in view["bands"]] == [
        ("natural", 300.0, 1),
        ("responsive", 500.0, 1),
        ("noticeable", 800.0, 1),
        ("slow", 1200.0, 1),
        ("broken", None, 1),
    ]
    assert view["hops"][0]["hop"] == "endpoint"
    assert view["latest"][-1] == {"at": "2026-01-01T00:00:00Z", "total_ms": 2000.0, "band": "broken"}


async def test_prometheus_gets_the_voice_engine_s_figures_with_the_requests(stage: Stage) -> None:
    count_turn(a_turn(450))

    text = (await stage.client.get("/metrics")).text

    assert 'vivavoce_turns_total{band="responsive"}' in text
    assert 'vivavoce_turn_hop_seconds_bucket{hop="endpoint",le="0.4"}' in text
    assert text.count("# TYPE vivavoce_turn_seconds histogram") == 1
