"""What of a record is printed."""
