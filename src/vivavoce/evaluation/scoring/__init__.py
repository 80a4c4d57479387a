"""Evaluator configurations: different ways to level the same evidence, so that their disagreement means something."""
