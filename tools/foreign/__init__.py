"""Notebooks as other tools and other hands leave them: what students really hand in.

Every kind takes a notebook that deserves full marks and changes what a tool or a careless hand changes, never
what the answers do. ``python -m foreign TARGET`` (in tools/) writes them all below TARGET, to look at.
"""
