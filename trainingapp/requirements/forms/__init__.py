"""What may be typed and asked about requirements: which rules, which waivers."""
