"""Realtime models through LiveKit's plugins, behind our own port. Import its modules: LiveKit takes seconds to load."""
