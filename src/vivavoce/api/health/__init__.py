"""Whether the platform is alive, ready, and how it does."""
