"""A persona is configuration: nothing asks which one runs, the Evaluator cannot speak, reviewers cannot reach practice."""

import ast
from dataclasses import fields
from pathlib import Path
from typing import TypeGuard, get_type_hints

import pytest

from vivavoce.domain import practice
from vivavoce.interview.host import SessionHost
from vivavoce.interview.moves import Move
from vivavoce.interview.personas.coach import COACH
from vivavoce.interview.personas.evaluator import EVALUATOR
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.interview.personas.persona import Persona, ReadingPersona

SOURCE = Path(__file__).parents[2] / "src" / "vivavoce"
FILES = sorted(SOURCE.rglob("*.py"))
NAMES = ("persona", "COACH", "INTERVIEWER", "EVALUATOR", "'coach'", "'evaluator'")
""" "interviewer" is a speaker's name too."""
AUDIBLE = ("audio", "line", "voice_engine", "text_to_speech", "realtime_model", "recordings", "hearing")
JUDGING = {"score", "scores", "level", "levels", "rank", "ranking", "grade", "rating", "points", "verdict"}


def _name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def _imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return found


def _asks_who(node: ast.AST) -> TypeGuard[ast.Compare | ast.Match | ast.Subscript]:
    """Tell whether a comparison, a match or a look-up is about a persona itself, or its id or name."""
    if isinstance(node, ast.Compare):
        about = [node.left, *node.comparators]
    elif isinstance(node, ast.Match):
        about = [node.subject]
    elif isinstance(node, ast.Subscript):
        about = [node.slice]
    else:
        return False
    texts = [ast.unparse(part) for part in about]
    return any(text in NAMES or text.endswith((".persona", "persona.id", "persona.name")) for text in texts)


def test_nothing_asks_which_persona_runs() -> None:
    trees = [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in FILES]

    asking = [f"{_name(path)}:{node.lineno}" for path, tree in trees for node in ast.walk(tree) if _asks_who(node)]

    assert len(trees) > 100
    assert asking == []


def test_the_rule_knows_a_question_about_the_persona_when_it_sees_one() -> None:
    asks = (
        "persona is COACH",
        "self.persona.id == 'coach'",
        "persona == INTERVIEWER",
        "course.replies.persona != COACH",
        "versions['persona'].split(':')[0] == 'coach'",
        "LINES_OF[replies.persona.id]",
    )

    assert all(_asks_who(ast.parse(text, mode="eval").body) for text in asks)
    assert not _asks_who(ast.parse("persona.voice.pace < 1", mode="eval").body)


def test_the_evaluator_has_no_field_for_a_voice_a_line_or_a_move() -> None:
    named = {field.name for field in fields(ReadingPersona)}

    assert isinstance(EVALUATOR, ReadingPersona)
    assert not issubclass(ReadingPersona, Persona)
    assert named == {"id", "version", "name", "prompt", "tools"}


def test_only_a_persona_with_a_voice_can_lead_a_session() -> None:
    assert get_type_hints(SessionHost.__init__)["persona"] is Persona


@pytest.mark.parametrize("path", sorted((SOURCE / "evaluation").rglob("*.py")), ids=_name)
def test_nothing_audible_can_be_named_where_evaluation_happens(path: Path) -> None:
    audible = {f"vivavoce.domain.ports.{name}" for name in AUDIBLE} | {"vivavoce.domain.audio", "vivavoce.voice"}

    reached = {name for name in _imported(path) for one in audible if name == one or name.startswith(f"{one}.")}

    assert reached == set()


def test_interviewer_and_coach_differ_by_configuration_alone() -> None:
    assert INTERVIEWER.tools.isdisjoint({"remark", "replay_moment"})
    assert {"remark", "replay_moment"} <= COACH.tools
    assert COACH.tools.isdisjoint({"flag_moment", "request_human"})
    assert COACH.policy.never_says < INTERVIEWER.policy.never_says
    assert INTERVIEWER.permissions == COACH.permissions == frozenset(Move)


@pytest.mark.parametrize("room", ["api/reviewer", "evaluation"])
def test_what_serves_reviewers_knows_nothing_of_practice(room: str) -> None:
    forbidden = (
        "vivavoce.api.practice",
        "vivavoce.interview.coaching",
        "vivavoce.domain.ports.practice",
        "vivavoce.domain.practice",
    )
    paths = sorted((SOURCE / room).rglob("*.py"))

    reached = {name for path in paths for name in _imported(path) if name.startswith(forbidden)}

    assert paths
    assert reached == set()


def test_what_follows_a_practice_cannot_reach_the_evaluation() -> None:
    imported = _imported(SOURCE / "app" / "practice.py")

    assert not any(name.startswith(("vivavoce.evaluation", "vivavoce.app.evaluating")) for name in imported)


def test_no_record_of_practice_has_a_place_for_a_score_level_or_rank() -> None:
    records = [one for one in vars(practice).values() if isinstance(one, type) and hasattr(one, "__dataclass_fields__")]

    named = {part for record in records for field in fields(record) for part in field.name.split("_")}

    assert len(records) >= 4
    assert not named & JUDGING
    assert not {fact.value for fact in practice.Fact} & JUDGING
