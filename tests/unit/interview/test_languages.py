"""Other languages are told by script and small words; English with foreign names, terms and courtesies is English."""

import pytest

from vivavoce.interview.acts import Act
from vivavoce.interview.languages import is_other_language
from vivavoce.interview.understanding import OTHER_LANGUAGE, understand

OTHERS = {
    "German": "Ich habe das in meiner letzten Firma so gemacht, dass wir zuerst die Daten angeschaut haben.",
    "French": "Je pense que nous avons regardé les données et ensuite parlé avec les gens de l'équipe.",
    "Spanish": "Creo que lo más importante es hablar con el equipo y después mirar los datos.",
    "Italian": "Abbiamo parlato con il team e poi ho visto che la query non era più veloce.",
    "Portuguese": "Eu acho que o mais importante foi falar com a equipe e depois olhar os dados.",
    "Dutch": "Ik heb dat bij mijn vorige werk altijd zo gedaan, dat wij eerst naar de data keken.",
    "Polish": "Myślę, że to jest bardzo ważne, ale nie wiem, jak to się robi w tej firmie.",
    "Swedish": "Jag tror att det är viktigt att vi har det på plats och inte väntar.",
    "Turkish": "Ben bu konuda çok şey bilmiyorum ama daha sonra bir ekip ile konuştuk.",
    "Russian": "Сначала я посмотрел бы на план запроса, а потом добавил индекс.",
    "Japanese": "まずチームと話してから遅いクエリを見ます。",
    "Arabic": "أولا أتحدث مع الفريق ثم أنظر إلى البيانات",
}
ENGLISH = (
    "I worked in El Paso and Los Angeles, and then at La Poste in Paris.",
    "We used de facto standards, a la carte, und so weiter, as they say.",
    "Guten Tag, I am happy to be here. I have been working with PostgreSQL for six years.",
    "No idea.",
    "I do not know.",
    "Die casting was the main process, and the war room met daily.",
    "So first I look at the query plan, then at the index, and then I talk with the team about it.",
    "Raj, Nguyễn, Søren and Łukasz were on my team, and we met in São Paulo.",
    "um, la la la, sorry, I lost my train of thought",
    "The en dash, the de-duplication and the per-tenant queue.",
)


@pytest.mark.parametrize("language", list(OTHERS))
def test_a_sentence_in_another_language_is_recognised(language: str) -> None:
    assert is_other_language(OTHERS[language])
    assert understand(OTHERS[language]).act is Act.OTHER_LANGUAGE
    assert understand(OTHERS[language]).flags == (OTHER_LANGUAGE,)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_stays_english(text: str) -> None:
    assert not is_other_language(text)
