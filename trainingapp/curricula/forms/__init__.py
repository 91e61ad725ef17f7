"""What may be typed about curricula."""
