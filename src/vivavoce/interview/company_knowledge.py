"""Finds the pack's answer to a candidate's question: by meaning and by words, or not at all."""

from collections.abc import Sequence

from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.domain.role_pack import KnowledgeItem, RolePack
from vivavoce.interview.speech_text import content_words

_SURE_ALONE = 0.58
"""Cosine from which meaning alone is enough. Measured with MiniLM on the shipped packs: rewordings of a known question lie at
.6–.95, questions the packs do not answer below .48, save for near neighbours such as "How many vacation days?" (.52)."""
_SURE_WITH_WORDS = 0.53
_WORDS_NEEDED = 0.5
"""Share of the question's content words found in the item, where meaning alone is not enough. Saying that something is not
known and passing it on costs less than answering another question."""
_PACKS_REMEMBERED = 8


class CompanyKnowledge:
    """Answers from a pack's knowledge items. Raises `ProviderError` when the embedder fails."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._items: dict[str, list[tuple[KnowledgeItem, Sequence[float]]]] = {}

    async def find(self, pack: RolePack, question: str) -> KnowledgeItem | None:
        """Return the item that answers the question, or None: then it is not known."""
        if not pack.knowledge or not content_words(question):
            return None
        known = await self._embedded(pack)
        asked = (await self._embedder.embed([question]))[0]
        best: tuple[float, KnowledgeItem] | None = None
        for item, vector in known:
            cosine = sum(a * b for a, b in zip(asked, vector, strict=True))
            shared = _shared_words(question, item)
            sure = cosine >= _SURE_ALONE or (cosine >= _SURE_WITH_WORDS and shared >= _WORDS_NEEDED)
            score = cosine + 0.3 * shared
            if sure and (best is None or score > best[0]):
                best = (score, item)
        return best[1] if best else None

    async def _embedded(self, pack: RolePack) -> list[tuple[KnowledgeItem, Sequence[float]]]:
        key = pack.sha256
        if key not in self._items:
            pairs = [(item, text) for item in pack.knowledge for text in (item.topic, *item.questions)]
            vectors = await self._embedder.embed([text for _, text in pairs])
            while len(self._items) >= _PACKS_REMEMBERED:
                self._items.pop(next(iter(self._items)))
            self._items[key] = [(item, vector) for (item, _), vector in zip(pairs, vectors, strict=True)]
        return self._items[key]


def _shared_words(question: str, item: KnowledgeItem) -> float:
    asked = {_stem(word) for word in content_words(question)}
    offered = {_stem(word) for text in (item.topic, *item.questions) for word in content_words(text)}
    return len(asked & offered) / len(asked) if asked else 0.0


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
