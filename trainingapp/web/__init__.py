"""The shell around the rooms: layout, navigation, home, error pages, static files."""
