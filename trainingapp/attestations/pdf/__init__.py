"""A State's certification on paper."""
