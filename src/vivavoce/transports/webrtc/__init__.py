"""Calls over WebRTC without a media server: the browser talks to this process directly (aiortc)."""
