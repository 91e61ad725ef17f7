"""Pages on which results are typed by hand, looked at, confirmed and sent back."""
