"""Whether words are in a language the interview is not held in: by script, and by the small words every sentence needs.

Deterministic and cautious: names, terms and a greeting in another language are no other language.
"""

import re
import unicodedata

from vivavoce.interview.speech_text import STOP_WORDS, words_of

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 4
_FEWEST_SMALL_WORDS = 3
_SMALL_WORDS_SHARE = 0.2
_BEYOND_ENGLISH = 1.5
_OTHER_SCRIPT_SHARE = 0.5
_FEWEST_LETTERS = 4
_ENGLISH = STOP_WORDS | words_of(
    "the of and to in is it that was for on are with they at this from have or had by what"
)

# Small words that are no English words too.
_SMALL_WORDS = {
    "de": words_of(
        """
        und der das ist nicht ich wir mit für auf ein eine einen einem auch dass haben habe wird werden sind dem den des
        von zu im es wie aber oder wenn dann sehr noch nur mein meine meiner unser hatte kann diese dieser immer zuerst
        """
    ),
    "fr": words_of(
        """
        le la les et des est que qui dans pour pas nous vous je il elle une avec sur mais ce cette sont été comme était
        ai aussi très faire au aux du de ne se mon ma nos puis alors ensuite donc avons
        """
    ),
    "es": words_of(
        """
        el la los las y que de un una por para con se lo como más pero su al del mi yo muy está es porque cuando nosotros
        esto este esta también después luego qué sobre creo fue tiene hacer
        """
    ),
    "it": words_of(
        """
        il lo la gli che di è un una con non sono ma anche più questo questa della nel abbiamo molto quando perché poi
        prima ho mio nostro alla dei delle
        """
    ),
    "pt": words_of(
        """
        que de em um uma para com não mais mas foi muito nós eu são também quando porque os dos das da na isso este esta
        então depois fazer minha nosso
        """
    ),
    "nl": words_of(
        """
        de het een en van ik dat niet zijn op te met voor er ook maar wij naar bij heb hebben werd wordt deze mijn ons wat
        dan eerst altijd
        """
    ),
    "sv": words_of("och att det som på är av för med inte jag den har vi så ett kan var från när sedan mycket"),
    "pl": words_of("w nie na się że z jest jak ale po co tak już był była dla tego przez oraz które moim mamy potem"),
    "tr": words_of("ve bir bu için ile ama çok değil ben biz olarak daha gibi var sonra önce"),
}


def is_other_language(text: str) -> bool:
    """Return whether this is clearly not English."""
    return _is_other_script(text) or _has_other_small_words(text)


def _is_other_script(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    if len(letters) < _FEWEST_LETTERS:
        return False
    others = sum(not unicodedata.name(character, "LATIN").startswith("LATIN") for character in letters)
    return others >= _OTHER_SCRIPT_SHARE * len(letters)


def _has_other_small_words(text: str) -> bool:
    spoken = [word.lower() for word in _WORD.findall(text)]
    if len(spoken) < _FEWEST_WORDS:
        return False
    english = sum(word in _ENGLISH for word in spoken)
    other = max(sum(word in small for word in spoken) for small in _SMALL_WORDS.values())
    return other >= max(_FEWEST_SMALL_WORDS, _SMALL_WORDS_SHARE * len(spoken)) and other >= _BEYOND_ENGLISH * english
