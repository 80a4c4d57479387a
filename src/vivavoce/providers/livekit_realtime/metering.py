"""What LiveKit's metrics say was used, in the units that vendors bill by."""

from livekit.agents.metrics import RealtimeModelMetrics

from vivavoce.domain.usage import Unit


def token_usage(metrics: RealtimeModelMetrics) -> dict[Unit, float]:
    """Return the tokens of one reply; cached ones are counted apart, not twice."""
    heard, said = metrics.input_token_details, metrics.output_token_details
    cached = heard.cached_tokens_details
    cached_text, cached_audio = (cached.text_tokens, cached.audio_tokens) if cached else (0, 0)
    if heard.cached_tokens and not (cached_text or cached_audio):
        cached_text = min(heard.cached_tokens, heard.text_tokens)  # not broken down: text is what stays the same
        cached_audio = min(heard.cached_tokens - cached_text, heard.audio_tokens)
    return {
        Unit.TEXT_TOKENS_IN: heard.text_tokens - cached_text,
        Unit.TEXT_TOKENS_CACHED: cached_text,
        Unit.TEXT_TOKENS_OUT: said.text_tokens,
        Unit.AUDIO_TOKENS_IN: heard.audio_tokens - cached_audio,
        Unit.AUDIO_TOKENS_CACHED: cached_audio,
        Unit.AUDIO_TOKENS_OUT: said.audio_tokens,
    }
