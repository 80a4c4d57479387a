"""Who chooses among the legal moves and words them."""
