"""What was taken, done and met with."""
