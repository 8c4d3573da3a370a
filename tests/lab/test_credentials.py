"""The demonstration credentials."""

from grader.lab import credentials


def test_a_token_is_that_of_its_account_only():
    admin, reader, *_ = credentials.ACCOUNTS
    assert credentials.find_token(credentials.token(admin)) == admin
    assert credentials.token(admin) != credentials.token(reader)
    assert credentials.find_token("mauvais-jeton") is None


def test_a_token_looks_like_a_json_web_token():
    token = credentials.token(credentials.ACCOUNTS[0])
    assert token.startswith("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.")
    assert len(token.split(".")) == 3


def test_passwords_tokens_and_wrong_values_are_listed():
    listed = credentials.listed()
    assert {"secret", "mauvais-jeton", *map(credentials.token, credentials.ACCOUNTS)} <= listed
    assert "admin" not in listed


def test_the_tokens_of_programs_are_listed_and_found():
    (client,) = credentials.CLIENTS
    token = credentials.numbered_token(client, 3)
    assert credentials.find_client_token(token) == client
    assert token in credentials.listed()
    assert credentials.find_client_token(credentials.token(credentials.ACCOUNTS[0])) is None
