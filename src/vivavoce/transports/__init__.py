"""Adapters that carry a candidate's audio: WebRTC without a server, loopback."""
