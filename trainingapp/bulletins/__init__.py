"""What is needed most: gaps of States as needs, ranked by a score with its weights shown, published as bulletins.

Words: a *need* is a State's gap in one curriculum for one unit that deploys on a day; a *bulletin* is a numbered list
of needs, never changed once published. Who meets a need is left to others.
"""
