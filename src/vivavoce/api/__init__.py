"""FastAPI: REST, live events, auth; serves the built web app."""
