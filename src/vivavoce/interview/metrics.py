"""What the interview room counts, for Prometheus."""

from prometheus_client import Counter

HELD_BACK = Counter(
    "vivavoce_speech_held_back_total",
    "Sentences the speech linter kept from being spoken; the plan's wording was spoken instead.",
    labelnames=("rule",),
)
REFUSED = Counter(
    "vivavoce_language_model_refused_total",
    "Turns the plan took because the language model was late, broken, or not fit to be heard.",
    labelnames=("reason",),
)
TOOL_CALLS = Counter(
    "vivavoce_tool_calls_total",
    "Tools called by a language model, and what became of it.",
    labelnames=("tool", "outcome"),
)
