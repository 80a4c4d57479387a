"""Amazon: Nova Sonic, as a realtime model. Not yet run against the live service."""

from vivavoce.providers.amazon.credentials import AmazonCredentials
from vivavoce.providers.amazon.model import NOVA_SONIC_PROFILE, NovaSonic

__all__ = ["NOVA_SONIC_PROFILE", "AmazonCredentials", "NovaSonic"]
