"""What a brain may do beside speaking: data that says who may call what, and code that checks a call before it counts."""
