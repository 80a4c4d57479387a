"""Role packs: the YAML format, its linter, and the packs shipped with the package."""

from vivavoce.knowledge.packs.linter import lint_pack
from vivavoce.knowledge.packs.schema import pack_json_schema
from vivavoce.knowledge.packs.shelf import parse_pack, shipped_pack_text, shipped_packs

__all__ = ["lint_pack", "pack_json_schema", "parse_pack", "shipped_pack_text", "shipped_packs"]
