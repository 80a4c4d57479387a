"""Language-model vendors on this machine: Anthropic, Google and Bedrock, each over its own HTTP, held to its own SDK."""
