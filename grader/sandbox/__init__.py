"""Where untrusted code runs: bubblewrap, a warm process, fresh namespaces for each submission."""
