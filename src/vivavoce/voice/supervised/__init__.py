"""Speech-to-text, language models and text-to-speech that outlive their providers: own watchdogs, the next candidate at once."""
