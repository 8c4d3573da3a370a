"""Where untrusted code runs: bubblewrap, a warm process, and a fresh set of namespaces for each submission."""
