"""How candidates ask for things: patterns over normalised English (lower case, contractions spelled out, no punctuation).

A pattern claims a whole phrase, never a word inside one: "skip" is a request, "skip lists" is an answer. Other languages
match nothing here: a word of them is part of an answer, a whole turn is told by `languages`.
"""

import re

from vivavoce.interview.acts import Act
from vivavoce.interview.phrases.remarks import REMARKS
from vivavoce.interview.phrases.requests import REQUESTS

_MACROS = {
    "CAN_YOU": r"(?:(?:can|could|would|will)(?: not)? you|why do not you|would you mind|i would like you to|i need you to)"
    r"(?: please| just| maybe| possibly| kindly| also| then)*",
    "CAN_I": r"(?:(?:can|could|may|shall|might)(?: not)? (?:i|we|you)|why do not we)(?: please| just| maybe| possibly| also)*",
    "I_WANT": r"(?:i|we) (?:(?:would|will) (?:really )?(?:like|love|prefer|rather)|(?:really )?(?:want|need|wish"
    r"|prefer)|have)"
    r"(?: to)?(?: just| please| now)*",
    "THE_QUESTION": r"(?:(?:the|your|that|this) (?:last |whole |first |second )?(?:question|one|part|bit|thing)"
    r"|what you (?:just )?(?:said|asked)|that|it|this)(?: of (?:the|your) question)?",
    "AGAIN": r"(?: again| one more time| once more| another time| once again| over)",
    "A_MOMENT": r"(?:a|an|one|another|some|two|a few|a couple of|a little|a bit of|just a|just one|a little bit of"
    r"|more)"
    r"(?: quick| short| brief| little| more)? (?:moment|moments|second|seconds|sec|secs|minute|minutes|time|bit"
    r"|while)",
    "A_QUESTION": r"(?:(?:a|one|another|some|a few|a couple of)(?: quick| short| other| more| small)? (?:questions?|remarks?))",
    "A_THING": r"(?: (?:something|one (?:more )?thing|another thing|a few things|<A_QUESTION>)<ABOUT_IT>)",
    "ABOUT_IT": r"(?: (?:to|about|on) (?:that|this|it|(?:the|your|my) \w+(?: \w+)?))?",
    "AN_EXAMPLE": r"(?:(?:an?|the|one|some)(?: really)?(?: good| better| best| right| suitable| concrete| recent| real)? "
    r"(?:one|example|answer|case|story|situation|word|words|details|facts|numbers)|something|one|how (?:that|it|this) went"
    r"|(?:how (?:to|i can|i would|i should|i)|what to|what i want to|where to) (?:best )?"
    r"(?:answer|put|say|start|begin|explain|phrase)(?: (?:that|this|it))?)",
    "THINK": r"(?:(?:think|reflect|consider|recall|remember|see|look|have a think|thinking|remembering|recalling|considering"
    r"|(?:figure|work|puzzle) (?:that|this|it) out|(?:picture|imagine) (?:that|this|it))"
    r"(?: (?:about|on|of|over|through|back|hard|carefully|properly|clearly|again|out loud))*"
    r"(?: (?:that|this|it|them|the question|your question|<AN_EXAMPLE>))?(?: one)?(?: through)?"
    r"|(?:find|pick|choose|select|come up with|finding|picking|choosing|coming up with) <AN_EXAMPLE>"
    r"|(?:gather|collect|organi[sz]e|order|sort|sort out|arrange|get|gathering|collecting|organi[sz]ing|sorting)"
    r" (?:myself|my (?:thoughts|ideas|head)(?: together| straight| clear)?)"
    r"|(?:write|jot|note|writing|jotting|noting) (?:(?:that|this|it|something|a few things|some notes) )?down"
    r"|(?:make|take|making|taking) (?:a|some) (?:quick )?notes?|take a (?:deep )?breath)"
    r"(?: (?:for <A_MOMENT>|first|carefully|properly|in my head|here|quickly|please))*",
    "TO_THINK": r"(?: (?:to(?: just)?|so (?:that )?i can(?: just)?|while i(?: am)?(?: just)?) <THINK>"
    r"| for (?:that|this)(?: one)?)",
    "REALLY": r"(?:really |quite |fully |actually |honestly |totally |entirely |just |truly |exactly |even )*",
    "MACHINE": r"(?:ai|a i|artificial intelligence|robot|bot|chat ?bot|machine|computer|computer program|program"
    r"|software"
    r"|recording|llm|language model|chat ?gpt|gpt|algorithm|automated (?:system|voice))",
    "PERSON": r"(?:human|human being|person|people|somebody|someone|recruiter|human interviewer|hiring manager"
    r"|representative"
    r"|member of staff|human recruiter|hr person|person from hr|man or woman)",
    "INSULT": r"(?:idiot|moron|imbecile|stupid|dumb|dumbass|useless|worthless|pathetic|piece of (?:shit|crap"
    r"|garbage"
    r"|trash)"
    r"|bitch|asshole|arsehole|bastard|cunt|retard|retarded|fucker|motherfucker|wanker|dickhead|loser|garbage|trash)",
}

_MACRO = re.compile(r"<([A-Z_]+)>")
_NESTING = 4  # macros nest at most this deep


def _expand(pattern: str) -> str:
    for _ in range(_NESTING):
        pattern = _MACRO.sub(lambda found: f"(?:{_MACROS[found[1]]})", pattern)
    return pattern


PATTERNS: tuple[tuple[Act, re.Pattern[str]], ...] = tuple(
    (act, re.compile(rf"(?:{_expand(pattern)})(?![\w'])"))
    for act, patterns in (REQUESTS | REMARKS).items()
    for pattern in patterns
)
"""Each matches from where it is applied to a word's end; the longest match decides."""
