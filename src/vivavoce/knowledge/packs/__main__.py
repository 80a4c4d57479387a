"""Writes the pack format's JSON Schema to standard output: `python -m vivavoce.knowledge.packs > role-pack.schema.json`."""

import json
import sys

from vivavoce.knowledge.packs import pack_json_schema

sys.stdout.write(json.dumps(pack_json_schema(), indent=2) + "\n")
