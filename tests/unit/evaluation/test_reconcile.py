"""Two runs become one result, and their disagreement is told."""

from dataclasses import replace

import pytest

from tests.support.interview_logs import timed_turn
from vivavoce.domain.report import CriterionRun, Evidence, ScoreStatus
from vivavoce.domain.role_pack import Criterion, Level
from vivavoce.domain.transcript import Transcript
from vivavoce.evaluation.reconcile import reconcile, verified_run
from vivavoce.evaluation.report import overall
from vivavoce.evaluation.scoring.evaluator import Claim, Leveling

LEVELS = tuple(Level(level=number, anchor=f"Says {number} things.") for number in range(1, 6))
CRITERION = Criterion(id="data", title="Data", description="…", weight=1.0, levels=LEVELS)
QUOTE = Evidence(quote="I add an index", turn_id="t1", start_s=1.0, end_s=2.0, supports="add-index")
TRANSCRIPT = Transcript(session_id="ses", turns=(timed_turn("t1", "Usually I add an index to the table."),))


def run(
    level: float | None, *, evaluator: str = "points-v1", evidence: tuple[Evidence, ...] = (QUOTE,)
) -> CriterionRun:
    status = ScoreStatus.NOT_SCORED if level is None else ScoreStatus.SCORED
    return CriterionRun(evaluator=evaluator, status=status, level=level, reason="Because.", evidence=evidence)


def claim(quote: str) -> Claim:
    return Claim(quote=quote, turn_id="t1", supports="add-index", question_id="slow-query")


def test_the_level_is_the_mean_of_the_runs() -> None:
    result = reconcile(CRITERION, [run(3.0), run(3.5)])

    assert (result.status, result.level, result.discrepancy) == (ScoreStatus.SCORED, 3.2, False)
    assert result.interval is not None
    assert result.interval[0] < 3.0 < 3.5 < result.interval[1]


def test_runs_a_level_apart_are_flagged_and_less_sure() -> None:
    apart, together = reconcile(CRITERION, [run(2.0), run(4.0)]), reconcile(CRITERION, [run(3.0), run(3.0)])

    assert apart.discrepancy
    assert not together.discrepancy
    assert apart.confidence < together.confidence
    assert "disagree (2.0 and 4.0)" in apart.reason
    assert apart.interval is not None
    assert together.interval is not None
    assert apart.interval[1] - apart.interval[0] > together.interval[1] - together.interval[0]


def test_more_quotes_make_surer() -> None:
    others = tuple(replace(QUOTE, quote=f"and then step {number}") for number in range(4))

    assert (
        reconcile(CRITERION, [run(3.0, evidence=others), run(3.0)]).confidence
        > reconcile(CRITERION, [run(3.0)] * 2).confidence
    )


def test_without_any_run_there_is_no_level() -> None:
    result = reconcile(CRITERION, [run(None, evidence=()), run(None, evidence=())])

    assert (result.status, result.level, result.interval, result.confidence) == (
        ScoreStatus.NOT_SCORED,
        None,
        None,
        0.0,
    )


def test_one_run_alone_is_said_to_be_alone() -> None:
    result = reconcile(CRITERION, [run(3.0), run(None, evidence=())])

    assert result.level == 3.0
    assert result.confidence < 0.5
    assert "Only one evaluator" in result.reason


def test_an_invented_quote_is_dropped_and_without_quotes_there_is_no_score() -> None:
    invented = Leveling(
        criterion_id="data", level=5.0, reason="Brilliant.", claims=(claim("I sharded the database by tenant"),)
    )
    honest = replace(invented, claims=(*invented.claims, claim("I add an index")))

    assert verified_run("points-v1", invented, TRANSCRIPT).status is ScoreStatus.NOT_SCORED
    assert [found.quote for found in verified_run("points-v1", honest, TRANSCRIPT).evidence] == ["I add an index"]


@pytest.mark.parametrize(("claimed", "given"), [(7.5, 5.0), (-2.0, 1.0)])
def test_a_level_stays_on_the_scale(claimed: float, given: float) -> None:
    leveling = Leveling(criterion_id="data", level=claimed, reason="…", claims=(claim("I add an index"),))

    assert verified_run("points-v1", leveling, TRANSCRIPT).level == given


def test_a_quote_inside_another_is_shown_once() -> None:
    longer = replace(QUOTE, quote="Usually I add an index to the table.")

    assert reconcile(CRITERION, [run(3.0), run(3.0, evidence=(longer,))]).evidence == (longer,)


def test_there_is_no_overall_level_below_half_of_the_weight() -> None:
    scored, not_scored = reconcile(CRITERION, [run(4.0)] * 2), reconcile(CRITERION, [run(None, evidence=())] * 2)

    assert overall([scored, replace(not_scored, weight=2.0)]) is None
    assert overall([scored, not_scored]) == 4.0
    assert overall([scored, replace(reconcile(CRITERION, [run(2.0)] * 2), weight=3.0)]) == 2.5
    assert overall([]) is None
