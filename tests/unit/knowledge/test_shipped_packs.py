"""The packs on the shelf, and the documents about them, are in order."""

import json
from pathlib import Path

import pytest
import yaml

from vivavoce.domain.errors import NotFoundError
from vivavoce.domain.role_pack import RolePack, SectionKind
from vivavoce.knowledge.packs import lint_pack, pack_json_schema, parse_pack, shipped_pack_text, shipped_packs

ROOT = Path(__file__).parents[3]
PACKS_ROOM = ROOT / "src/vivavoce/knowledge/packs"
HOWTO = ROOT / "docs/howto/write-a-role-pack.md"


@pytest.fixture(params=sorted(shipped_packs()))
def pack(request: pytest.FixtureRequest) -> RolePack:
    return shipped_packs()[request.param]


def test_a_shipped_pack_is_an_interview_worth_having(pack: RolePack) -> None:
    questions = [question for section in pack.sections for question in section.questions]
    scored = [question for question in questions if question.criteria]

    assert [section.kind for section in pack.sections] == [
        kind for kind in SectionKind if kind is not SectionKind.CODING
    ]
    assert len(questions) >= 12
    assert 25 <= pack.minutes <= 45
    assert all(3 <= len(question.expected) <= 6 and len(question.probes) >= 3 for question in scored)
    assert all(point.keywords for question in scored for point in question.expected)
    assert 5 <= len(pack.rubric) <= 6
    assert len(pack.knowledge) >= 6
    assert len(pack.vocabulary) >= 20


def test_a_shipped_pack_is_named_like_its_file(pack: RolePack) -> None:
    text = shipped_pack_text(pack.id)

    assert parse_pack(text, file=f"{pack.id}.yaml") == pack


def test_an_unknown_pack_is_not_found_by_name() -> None:
    with pytest.raises(NotFoundError, match="astronaut") as caught:
        shipped_pack_text("astronaut")

    assert "backend-engineer" in caught.value.fix


def test_the_committed_schema_is_the_models_schema() -> None:
    committed = json.loads((PACKS_ROOM / "role-pack.schema.json").read_text(encoding="utf-8"))

    assert committed == pack_json_schema(), "run: python -m vivavoce.knowledge.packs > role-pack.schema.json"


def test_the_example_in_the_howto_passes_the_linter() -> None:
    example = HOWTO.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]

    assert lint_pack(example, file="example.yaml") == []


def test_the_schema_knows_every_field_the_howto_example_uses() -> None:
    example = yaml.safe_load(HOWTO.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0])

    assert set(example) <= set(pack_json_schema()["properties"])
