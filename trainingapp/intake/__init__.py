"""Flows over several rooms: a file becomes people and assignments, or completions; and the way back.

Leaves to the rooms below: every fact. What is here is the order in which they are asked.
"""
