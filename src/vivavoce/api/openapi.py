"""The contract as a file: ``python -m vivavoce.api.openapi > clients/api/openapi.json``; clients' types are made from it."""

import json
import sys

from vivavoce.api.application import contract


def document() -> str:
    """Return the OpenAPI document as it is committed."""
    return json.dumps(contract(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
