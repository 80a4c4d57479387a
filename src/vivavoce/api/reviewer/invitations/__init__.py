"""Links by which candidates come."""
