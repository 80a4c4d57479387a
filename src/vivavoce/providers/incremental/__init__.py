"""Makes speech-to-text that knows only whole recordings follow somebody who is still speaking."""

from vivavoce.providers.incremental.listening import Decode, IncrementalListening, LookAhead
from vivavoce.providers.incremental.placing import Decoded, HeardWord

__all__ = ["Decode", "Decoded", "HeardWord", "IncrementalListening", "LookAhead"]
