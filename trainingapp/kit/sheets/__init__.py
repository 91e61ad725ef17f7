"""Spreadsheets in and out: bytes to a grid of cells, and rows to CSV or XLSX. Knows nothing of what the cells mean.

`reading.read` is the way in, `writing` the way out. A file is typed by its content and read under limits; a workbook is
parsed in a child process, so that a hostile one can only hurt the child. Nothing here imports Flask or SQLAlchemy.
"""
