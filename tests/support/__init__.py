"""What tests share: virtual time, scripted adapters, a real PostgreSQL."""
