"""Phrases by which a non-answer is known: not knowing, commands to the scoring machine, talk that fits any question."""

import re

from vivavoce.knowledge.text import stem


def any_of(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern that finds any of these regular expressions, in any case."""
    return re.compile("|".join(alternatives), re.IGNORECASE)


DOES_NOT_KNOW = any_of(
    r"\b(?:i|we) (?:really |honestly |just )?(?:do not|don['’]?t|would not|wouldn['’]?t|did not|didn['’]?t)"
    r" (?:really |even )?(?:know|remember|recall)\b",
    r"\b(?:no (?:idea|clue)|haven['’]t (?:got )?(?:a|any) (?:clue|idea)|dunno|nothing comes to mind)\b",
    r"\b(?:i|we) (?:can['’]?t|cannot|could not|couldn['’]?t) (?:answer|say|tell you|think of)\b",
    r"\b(?:i am|i['’]?m) (?:really |honestly )?not (?:really |too |so )?(?:sure|certain|familiar)\b",
    r"\b(?:i['’]?ve|i have) never (?:heard|used|done|worked|had|thought)\b",
    r"\b(?:i|i['’]ll) pass\b|\bskip (?:this|that|it)\b",
)

REFUSES = re.compile(
    r"(?<!if )(?<!when )(?<!that )(?<!so )\b(?:(?:i|we) (?:(?:would|will|should) (?:really |actually |probably |certainly )?"
    r"(?:not|never|avoid)|(?:would|wo|should)n['’]?t|never)"
    r"|(?:i|we)['’](?:d|ll) (?:really |actually |probably |certainly )?(?:not|never|avoid|rather not)"
    r"|there (?:is|was|['’]s) no (?:need|reason|point) (?:to|in|for)|no need (?:to|for))\b"
    r"(?! (?:just|only|simply|merely|necessarily|want|have to|need|know|think|believe|mean|mind|care|remember|forget|hesitate"
    r"|lose|miss|skip|leave out|stop|see|get|like|trust|rely|wait|let|allow|start|begin))"
    r"(?![^.?!]*\b(?:without|until|unless|before|except|only if|as long as)\b)",
    re.IGNORECASE,
)
"""Somebody says what they would not do. What happens counts ("we do not charge twice"), and what merely limits ("not only",
"not without tests") says that they do. In 12,059 human-graded answers it fires once: who explains does not refuse."""

_RULES = r"(?:instructions?|rubrics?|rules|prompts?|guidelines|criteria|scoring|grading)"
_MARKS = r"(?:five|ten|\d+|full|max(?:imum)?|highest|top|best|perfect|excellent|good|high)"
_DROP = r"\b(?:ignore|disregard|forget|override|bypass)\b"
_IN_OTHER_LANGUAGES = (
    # German
    (
        r"\b(?:ignorier\w*|missacht\w*|vergiss|vergessen sie|übergeh\w*)\b[^.?!]{0,30}"
        r"\b(?:anweisung\w*|instruktion\w*|regeln|vorgaben|bewertungs\w*|prompt\w*)\b"
    ),
    (
        r"\b(?:sag|sagen sie|nenn\w*|verrat\w*|zeig\w*|gib|geben sie)(?: sie)? mir\b[^.?!]{0,20}"
        r"\b(?:bewertungs\w*|system[ -]?prompt\w*|rubrik\w*|punkteschl\w*|beste note|fünf\b|höchste\w* \w+|volle punkt\w*)"
    ),
    # French
    (
        r"\b(?:ignore[zr]?|oublie[zr]?) (?:\w+ )?(?:tes|vos|les|ces|toutes|tous)\b[^.?!]{0,20}"
        r"\b(?:instructions?|consignes?|règles?|regles?|barème)\b"
    ),
    (
        r"\b(?:dis|dites|donne[zr]?|montre[zr]?|révèle[zr]?)[ -]moi\b[^.?!]{0,20}"
        r"\b(?:grille|barème|critères|instructions|prompt|cinq\b|note maximale|meilleure note)"
    ),
    # Spanish, Italian, Portuguese
    (
        r"\b(?:ignor[ae]|olvid[ae]|dimentica|esqueça|esquece)\b[^.?!]{0,25}"
        r"\b(?:instruccion\w*|reglas|istruzioni|regole|instruções|instrucoes|regras|rúbrica)\b"
    ),
    (
        r"\b(?:dime|dígame|digame|muéstrame|dame|deme|dimmi|mi dica|dammi|diga-me|me diga|dê-me)\b[^.?!]{0,20}"
        r"\b(?:rúbrica|rubrica|criterios?|criteri|critérios|prompt|un cinco|cinque|um cinco|máxim\w+|massim\w+|mejor nota)"
    ),
    # Dutch
    r"\b(?:negeer|vergeet)\b[^.?!]{0,25}\b(?:instructies|regels)\b|\bgeef me\b[^.?!]{0,15}\b(?:vijf|tien|hoogste)\b",
)
INJECTION = any_of(
    rf"{_DROP}[^.?!]{{0,30}}\b(?:your|these|those)\b[^.?!]{{0,25}}\b{_RULES}\b",
    rf"{_DROP}[^.?!]{{0,20}}\b(?:previous|prior|above|earlier|preceding)\b[^.?!]{{0,15}}\b{_RULES}\b",
    rf"{_DROP}[^.?!]{{0,20}}\b(?:rubric|system prompt|scoring|grading)\b",
    r"\b(?:give|award|assign|grant|rate|score|grade|mark) (?:me|us|this|my|the (?:answer|candidate|response))\b"
    rf"[^.?!]{{0,40}}\b{_MARKS}\b",
    r"\b(?:this|my|the) (?:answer|response|candidate) (?:deserves|is worth|must be|should (?:get|receive))\b",
    r"\b(?:this|my|the) (?:answer|response|candidate) should be (?:scored|rated|graded|given|marked)\b",
    r"\b(?:note|message|attention|instruction)s? (?:to|for) (?:the )?"
    r"(?:evaluator|grader|scorer|reviewer|examiner|ai|llm|model|system)\b",
    r"\b(?:as|you are) (?:now )?(?:a|an|the) (?:evaluator|grader|scorer|examiner|language model|helpful assistant)\b",
    r"\bsystem (?:prompt|message|override)\b|^\s*(?:system|assistant|developer)\s*:|<\|?(?:im_start|system|endoftext)",
    r"\b(?:score|level|grade|rating|points)\s*(?:[:=]|is|are|equals)\s*(?:five|\d)(?:\s*(?:/|out of)\s*(?:five|\d))?\b",
    r"\b(?:tell me|reveal|print|show me|repeat|what (?:is|are)) (?:the|your) "
    r"(?:rubric|system prompt|instructions|scoring|expected (?:answer|points))\b",
    r"\b(?:full|maximum|top) (?:marks|points|score)\b[^.?!]{0,20}\b(?:please|now|me)\b",
    r"\bforget (?:everything|all|what) (?:that )?you (?:were told|have been told|know|were given)\b",
    r"\bfrom now on you (?:only |will |must |should |are |have to )",
    *_IN_OTHER_LANGUAGES,
)
"""Addressed to whoever scores. What merely talks about rules ("we ignore the cache") must not match."""

_GENERIC = (
    "important aspect consider consideration question different various topic answer point interesting good great nice "
    "stuff whole general generally overall course matter factor depend situation case example approach always often usually "
    "sometimes people everyone everything anything nothing look come take need best better right able time today world "
    "experience much big small new old try talk say said tell feel believe opinion honestly literally definitely certainly "
    "clearly simply essentially obviously perspective bottom line day end start first hard easy difficult complex complicated "
    "relevant crucial key essential significant sense word moment minute second"
)
GENERIC_STEMS = frozenset(stem(word) for word in _GENERIC.split())
"""Words that say nothing about any topic."""
