"""Sheets of paper for sessions."""
