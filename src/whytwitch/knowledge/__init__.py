"""Our own sourced records: their shape, their reading, their figures as rates."""
