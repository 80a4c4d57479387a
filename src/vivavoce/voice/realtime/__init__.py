"""Replies spoken by a realtime model: sessions that may be lost or renewed at any moment, and what they may say."""
