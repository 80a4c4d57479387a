"""Router, breaker, budgets, price book and usage meter."""
