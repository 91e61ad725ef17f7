"""A stored report on paper."""
