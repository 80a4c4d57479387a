"""The live voice engine: hearing, turn-taking, playout, latency ledger, recording."""
