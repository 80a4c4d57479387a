"""Whether a story says how it ended (the R of situation, task, action, result), by words that usually say so.

Unvalidated: no corpus of stories with marked results was measured against. What rests on it is always said to be a guess.
"""

import re

_RESULT = re.compile(
    r"\b(?:as a result|the (?:result|outcome|end result|upshot|lesson)|resulted? in|in the end|ended up|turned out"
    r"|which (?:meant|led|saved|cut|brought|gave|reduced|made)|led to|so that (?:we|they|it)|since then|ever since|eventually"
    r"|finally|afterwards|after that,? (?:we|it|they|the)|from then on|that (?:fixed|solved|worked|saved|cut|brought|reduced)"
    r"|learn(?:ed|t)|taught (?:me|us)|paid off|worked out|went (?:live|down|up|well)|we (?:shipped|released|delivered|launched)"
    r"|(?:it|they|we|errors?|latency|costs?|time|incidents?|complaints?) (?:dropped|fell|rose|improved|went (?:down|up|from)"
    r"|was (?:fixed|solved|resolved)|were (?:fixed|solved|resolved))"
    r"|(?:reduced|increased|improved|cut|saved|doubled|halved|tripled|lowered|raised|grew) (?:the|our|it|by|from|that|about)"
    r"|by (?:about |almost |nearly |over |around )?\w+ (?:percent|per cent)|\d+ ?%"
    r"|from [\w.]+ (?:\w+ )?(?:down )?to [\w.]+)",
    re.IGNORECASE,
)


def names_result(text: str) -> bool:
    """Return whether the words of a story contain what usually names its result."""
    return _RESULT.search(text) is not None
