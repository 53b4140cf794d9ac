"""What was rendered and what is recorded of it."""
