"""Parts of realtime sessions that speak a vendor's own protocol: what is sent, what is being said, standing orders."""

from vivavoce.providers.wire.directing import standing_orders
from vivavoce.providers.wire.outbox import Outbox
from vivavoce.providers.wire.reply import ReplyUnderWay, at_limit

__all__ = ["Outbox", "ReplyUnderWay", "at_limit", "standing_orders"]
