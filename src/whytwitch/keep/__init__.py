"""What is kept when a person or a service asks for it: nothing by default."""
