"""The process SmolLM2 lives in: llama.cpp's own OpenAI-compatible server on the loopback interface, until standard input ends.

    python server.py MODEL.gguf

Prints the server's address on one line once the model is loaded. A process of its own: llama.cpp holds Python's lock while it
computes, and whoever closes a request's connection stops its computation.
"""

import sys

_CONTEXT_TOKENS = 4096
_THREADS = 1
"""With more, llama.cpp waits for its threads by spinning, which a busy machine has no room for."""


def serve(model_file: str) -> None:
    """Serve until nobody is at the other end of standard input."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = model_file
    params.n_ctx = _CONTEXT_TOKENS
    params.n_parallel = 1
    params.cpuparams.n_threads = _THREADS
    params.verbosity = -1
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    serve(sys.argv[1])
