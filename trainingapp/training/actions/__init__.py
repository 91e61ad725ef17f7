"""What can be done about training. Nothing here commits."""
