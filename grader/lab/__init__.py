"""The real services, on loopback, from which the cassettes are recorded."""
