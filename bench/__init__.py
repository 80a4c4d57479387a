"""Measurements that a stranger can repeat. Each script prints JSON and says in its first lines what it measures."""
