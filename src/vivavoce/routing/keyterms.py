"""Words that every session's speech-to-text should expect, as an operator lists them beside a provider."""

from collections.abc import Sequence

from vivavoce.domain.ports.speech_to_text import Listening, SpeechToText


class ExpectingSpeechToText:
    """A `SpeechToText` that expects its entry's own words before the role's: a vendor that takes few loses the last."""

    def __init__(self, model: SpeechToText, keyterms: Sequence[str]) -> None:
        self._model = model
        self._keyterms = tuple(keyterms)

    @property
    def name(self) -> str:
        return self._model.name

    async def listen(self, *, vocabulary: Sequence[str] = ()) -> Listening:
        return await self._model.listen(vocabulary=(*self._keyterms, *vocabulary))
