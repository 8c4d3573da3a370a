"""The way to a student's code: one codec, one host on the student's side, one handle for the checks."""
