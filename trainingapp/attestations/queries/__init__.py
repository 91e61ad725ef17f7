"""What can be asked of States' certifications, of screening, listings and verification."""
