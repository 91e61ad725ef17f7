"""What can be done with States' certifications, with screening, listings and verification. Never commits."""
