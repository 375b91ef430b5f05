"""What a child takes from itself before it runs code that somebody else wrote; each step says what it did."""
