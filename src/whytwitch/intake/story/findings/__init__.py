"""What is there and what is not."""
