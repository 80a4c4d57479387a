"""What stands around every route: headers, origins, JSON only, counters, and logs without secrets."""
