"""Self-hosted spoken interviews with an AI, and reports in which every score can be heard."""

__version__ = "0.1.0"
