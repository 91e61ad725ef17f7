"""Reports as PDF: what a report says in, pages out. `sheet` is the paper, `parts` what stands on it."""
