"""What a trainee's notebook calls: start, check, hint, solution, verify."""
