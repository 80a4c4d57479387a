"""PostgreSQL: the one database, embedded or given by URL, always reached the same way."""
