"""How right the marks are: the corpus of tests/corpus, marked, compared, and told in docs/accuracy.md."""
