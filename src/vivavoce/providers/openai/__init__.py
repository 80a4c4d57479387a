"""OpenAI's realtime models, and simulators of them. Import its modules: LiveKit takes seconds to load."""
