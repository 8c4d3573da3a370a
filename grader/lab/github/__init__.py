"""api.github.com for the lab: real recordings where they hold the answer, a stand-in for the rest.

`recordings.py` answers what GitHub itself answered to Octokit's test scenarios. The organisation `myorg`,
the refusals, the rate limits and the conditional requests are a stand-in's; a test validates its answers
against GitHub's own OpenAPI description. Every answer says in `X-Cours` which of the two it comes from.
"""
