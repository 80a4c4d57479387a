"""Makes speech-to-text that knows only whole recordings follow somebody who is still speaking."""

from vivavoce.providers.incremental.listening import Decode, IncrementalListening, LookAhead
from vivavoce.providers.incremental.utterance import HeardWord

__all__ = ["Decode", "HeardWord", "IncrementalListening", "LookAhead"]
