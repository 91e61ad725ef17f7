"""Saved views, and whom targets for women are about."""
