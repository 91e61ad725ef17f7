"""What is held about people, what for and until when: told to everybody, exported, and at the end taken away.

Words: what is *held* on a person is every row that is about them or names them; *erasing* empties those rows and leaves
what the journal vouches for provable; the *retention run* takes away what has been kept long enough. Leaves to the
rooms below: the labels on their columns, and every row.
"""
