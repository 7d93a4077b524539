"""What was measured: laboratory values, vital signs, results of tests."""
