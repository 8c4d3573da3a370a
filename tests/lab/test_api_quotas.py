"""Services that refuse for a while: by count, so that every start is alike."""

from grader.lab.api import create_app


def test_reports_stop_after_two_and_go_on_after_the_refusal(api):
    assert [api.get("/reports").status_code for _ in range(7)] == [200, 200, 429, 200, 200, 429, 200]


def test_the_quota_says_what_is_left(api):
    left = [api.get("/reports").headers["X-RateLimit-Remaining"] for _ in range(4)]
    assert left == ["1", "0", "0", "1"]


def test_the_refusal_says_how_long_to_wait(api):
    refused = [api.get("/reports") for _ in range(3)][-1]
    assert refused.headers["Retry-After"] == "1"
    assert refused.content_type == "application/problem+json"
    assert refused.json["retry_after"] == 1


def test_backups_come_at_the_third_request(api):
    answers = [api.get("/backups") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [503, 503, 200] * 2
    assert answers[0].json["title"] == "Service indisponible"
    assert len(answers[2].json["data"]) == 3


def test_two_applications_count_apart(api):
    api.get("/backups")
    assert [create_app().test_client().get("/backups").status_code for _ in range(3)] == [503] * 3
