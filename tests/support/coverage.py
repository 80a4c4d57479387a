"""A scripted judge: a point is covered when one of its keywords is said."""

from dataclasses import dataclass

from vivavoce.domain.role_pack import Question


@dataclass(frozen=True, slots=True)
class KeywordCoverage:
    covered: tuple[str, ...]
    relevance: float


class KeywordJudge:
    """Relevance: whether any word of four letters or more is shared with the question or its keywords."""

    async def judge(self, question: Question, answer: str) -> KeywordCoverage:
        said = answer.lower()
        covered = tuple(p.id for p in question.expected if any(word.lower() in said for word in p.keywords))
        about = f"{question.text} {question.rephrased} {' '.join(p.text for p in question.expected)}".lower()
        shared = {word for word in said.split() if len(word) > 4 and word in about}
        return KeywordCoverage(covered=covered, relevance=1.0 if covered or shared or "work" in said else 0.0)
