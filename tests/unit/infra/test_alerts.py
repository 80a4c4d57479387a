"""The alert rules and the dashboard, evaluated on what the voice engine really counts."""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client import REGISTRY

from tests.support.promql import Vector, evaluate, scrape
from vivavoce.domain.latency import P95_BUDGET_MS, LatencyLedger
from vivavoce.voice.metrics import count_turn

INFRA = Path(__file__).parents[3] / "infra"
RULES: list[dict[str, Any]] = yaml.safe_load((INFRA / "prometheus" / "alerts.yaml").read_text())["groups"][0]["rules"]
DASHBOARD: dict[str, Any] = json.loads((INFRA / "grafana" / "reply-times.json").read_text())


def rule(alert: str) -> str:
    return next(str(one["expr"]) for one in RULES if one.get("alert") == alert)


def after_turns(expression: str, totals_ms: Sequence[float]) -> Vector:
    """Return what the expression gives when these turns were counted between two scrapes."""
    before = scrape(REGISTRY)
    for total_ms in totals_ms:
        count_turn(
            LatencyLedger(
                endpoint_ms=total_ms - 30, transcript_ms=0.0, brain_ms=20.0, first_audio_ms=2.0, playout_ms=8.0
            )
        )
    return evaluate(expression, before=before, after=scrape(REGISTRY))


@pytest.mark.parametrize(
    ("totals_ms", "fires"),
    [
        ([450.0] * 19 + [780.0], False),
        ([450.0] * 19 + [2500.0], False),
        ([450.0] * 18 + [950.0] * 2, True),
        ([950.0] * 9, False),
        ([], False),
    ],
    ids=["within the budget", "one outlier in twenty", "one in ten too slow", "too few turns to say", "no turns"],
)
def test_the_budget_s_alert_fires_when_the_95th_percentile_leaves_it(totals_ms: list[float], *, fires: bool) -> None:
    assert bool(after_turns(rule("VivaVoceRepliesTooSlow"), totals_ms)) is fires


@pytest.mark.parametrize(
    ("totals_ms", "fires"),
    [([600.0] * 9 + [1500.0] * 3, True), ([600.0] * 9 + [1500.0], False), ([1100.0] * 20, False)],
    ids=["a quarter", "one in ten", "slow but not broken"],
)
def test_turns_that_people_talk_over_raise_an_alert_of_their_own(totals_ms: list[float], *, fires: bool) -> None:
    assert bool(after_turns(rule("VivaVoceRepliesBroken"), totals_ms)) is fires


def test_the_alert_s_bound_is_the_budget() -> None:
    (bound_s,) = re.findall(r"\)\)\) > ([\d.]+)", rule("VivaVoceRepliesTooSlow"))

    assert float(bound_s) * 1000 == P95_BUDGET_MS


def test_every_panel_asks_for_what_is_really_counted() -> None:
    counted = {name for name, _ in scrape(REGISTRY)} | {f"{metric.name}_total" for metric in REGISTRY.collect()}
    asked = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]

    for expression in asked:
        promql_parser.parse(expression.replace("$__rate_interval", "5m"))
        assert set(re.findall(r"vivavoce_\w+", expression)) <= counted, expression
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_prometheus_own_checker_agrees() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed; the other tests evaluate the same rules")

    done = subprocess.run(
        [promtool, "test", "rules", "alerts_test.yaml"],
        cwd=INFRA / "prometheus",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
