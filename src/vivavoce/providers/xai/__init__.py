"""xAI's Grok Voice, and a simulator of it. Import its modules: LiveKit takes seconds to load."""
