"""How long until the interviewer is heard: the part of bench/turns.py that is about answers.

python bench/voice_to_voice.py --json OUT [--peer] [--data DIR] [--sessions N]
"""

import sys
from pathlib import Path

if not __package__:  # started as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import turns

_KINDS = "fluent,short,mid,boundary,long"

if __name__ == "__main__":
    turns.main(["--kinds", _KINDS, *sys.argv[1:]])
