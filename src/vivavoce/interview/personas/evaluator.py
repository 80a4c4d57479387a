"""The Evaluator: reads what was written down of an interview, and is never heard."""

from vivavoce.interview.personas.persona import ReadingPersona

EVALUATOR = ReadingPersona(
    id="evaluator",
    version="1",
    name="Evaluator",
    prompt=(
        "the Evaluator of a structured interview. You get the written words of the answers and nothing else, and every level"
        " you suggest rests on a verbatim quote from them"
    ),
    tools=frozenset({"quote_turn", "suggest_level"}),
)
