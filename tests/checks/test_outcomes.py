"""The five outcomes of a check, and what is told of each."""

import pytest

from grader.checks.outcome import Outcome


def test_a_check_that_holds_is_passed(run_one):
    result = run_one("assert student.f() == 3", "def f(): return 3")
    assert result.outcome is Outcome.PASSED
    assert (result.message, result.expected, result.got, result.conversation) == ("", None, None, [])


def test_a_check_that_does_not_hold_is_failed_with_its_sentence(run_one):
    result = run_one("assert student.f() == 3, 'Il fallait trois.'", "def f(): return 4")
    assert result.outcome is Outcome.FAILED
    assert (result.message, result.expected, result.got) == ("Il fallait trois.", "3", "4")


def test_without_a_sentence_the_two_sides_say_enough(run_one):
    result = run_one("assert student.f()['status'] == 'down'", "def f(): return {'status': 'up'}")
    assert (result.message, result.expected, result.got) == ("", "« down »", "« up »")


def test_a_stub_is_not_attempted(run_one):
    stub = 'def f():\n    raise NotImplementedError("à vous d\'écrire ce code")'
    result = run_one("student.f()", stub)
    assert result.outcome is Outcome.NOT_ATTEMPTED
    assert result.message == "La fonction f n'est pas encore écrite."


def test_a_stub_that_the_code_calls_is_an_error_of_the_code(run_one):
    code = "def f(): return g()\ndef g(): raise NotImplementedError('plus tard')"
    assert run_one("student.f()", code).outcome is Outcome.ERROR


def test_a_name_that_the_notebook_lacks_is_not_attempted(run_one):
    result = run_one("student.check_service('a')")
    assert result.outcome is Outcome.NOT_ATTEMPTED
    assert (
        result.message
        == "« check_service » n'existe pas : exécutez d'abord, jusqu'au bout, la cellule qui la définit."
    )


def test_a_name_that_the_code_lacks_is_an_error_of_the_code(run_one):
    result = run_one("student.f()", "def f(): return reponse")
    assert result.outcome is Outcome.ERROR
    assert "NameError: name 'reponse' is not defined" in result.message


def test_an_exception_in_the_code_is_an_error_in_one_line(run_one):
    result = run_one("student.f()", "def f(): return {}['clé']")
    assert result.outcome is Outcome.ERROR
    assert result.message.startswith("Votre code a levé KeyError: 'clé'")
    assert "\n" not in result.message
    assert "KeyError" in result.traceback


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("import time\ndef f():\n  while True: time.sleep(1)", "Donnez une fin à la boucle"),
        ("import time\ndef f():\n  while time.time() < 9e9: pass", "attendez avec time.sleep"),
        ("def f(): raise SystemExit(1)", "exit()"),
        ("def f(): raise KeyboardInterrupt", "interrompue"),
        ("def f(): return list(range(10**6))", "trop grande"),
    ],
)
def test_what_would_end_the_program_or_never_end_is_said_in_french(run_one, code, part):
    result = run_one("student.f()", code)
    assert result.outcome is Outcome.ERROR
    assert part in result.message


def test_an_exception_of_the_code_that_bears_the_name_of_an_ending_is_an_error_like_another(run_one):
    code = "class Gone(Exception): pass\ndef f(): raise Gone('410')"
    assert run_one("student.f()", code).message.startswith("Votre code a levé Gone: 410")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def f(): pass", "La fonction f n'a pas la signature de l'énoncé : il manque « base_url »."),
        ("def f(a, b, base_url): pass", "La fonction f n'a pas la signature de l'énoncé : elle exige trop"),
        ("import requests\ndef f(base_url): requests.Session(1)", "Un appel de __init__() n'a pas les bons"),
        ("import requests\ndef f(base_url): requests.Absent", "requests n'a pas de « Absent »"),
        ("import time\ndef f(base_url): time.slep(1)", "Le module time n'a pas de « slep »"),
        ("def f(base_url): return reponse", "« reponse » n'est défini nulle part"),
        ("def f(base_url, user=None): return user['id']", "Une valeur est None là où"),
    ],
)
def test_the_errors_that_beginners_meet_are_explained_in_french(run_one, code, said):
    result = run_one("student.f(base_url='')", code)
    assert result.outcome is Outcome.ERROR
    assert result.message.startswith(said)
    assert "Votre code a levé" in result.message


def test_a_call_with_too_many_arguments_is_explained(run_one):
    message = run_one("student.f(1, 2)", "def f(a): pass").message
    assert message.startswith("La fonction f n'a pas la signature de l'énoncé : elle en accepte trop peu.")


def test_what_the_code_printed_is_shown_where_the_check_fails(run_one):
    code = "def f():\n    print('vu', 3)\n    return 4"
    assert run_one("assert student.f() == 3", code).printed == "vu 3\n"
    assert run_one("assert student.f() == 4", code).printed == ""
    assert len(run_one("student.f()\nassert 0", "def f(): print('x' * 5000)").printed) == 1000


def test_an_exception_that_a_check_names_keeps_its_line(run_one):
    body = """
    from grader.checks.diagnosis import asking
    stage.route("/a", status=503, text="<h1>")
    with asking(stage, "GET", "/a", JSONDecodeError="Testez d'abord le code."):
        student.f(stage.url)
    """
    code = "import requests\ndef f(url):\n    print(requests.get(url + '/a').json())"
    message = run_one(body, code).message
    assert message.startswith("Testez d'abord le code.")


def test_a_request_without_a_time_out_that_is_never_answered_is_said_so(run_one):
    code = "import requests\ndef f(url): return requests.get(url).text"
    result = run_one("student.f(stage.route('/', hang=True).url)", code)
    assert "donnez un timeout= à chaque requête" in result.message
    assert result.conversation == ["[0 s]  GET / → aucune réponse, et aucun délai maximal (timeout)"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("student.f()['status']", "Il manque le champ 'status' dans ce que rend votre code."),
        (
            "student.f()['n'][3]",
            "Ce que rend votre code (ou la suite de ses requêtes) est plus court qu'attendu.",
        ),
        (
            "stage.requests[0]",
            "Ce que rend votre code (ou la suite de ses requêtes) est plus court qu'attendu.",
        ),
        ("student.f()['n'].items()", "Ce que rend votre code n'a pas le type attendu"),
        ("assert student.f()['s'] > 3", "Ce que rend votre code n'a pas le type attendu"),
        ("float(student.f()['s'])", "Ce que rend votre code n'a pas le type attendu"),
        ("1 / student.f()['z']", "La vérification n'a pas pu aboutir : ZeroDivisionError"),
    ],
)
def test_a_check_that_stumbles_on_a_value_is_failed_and_explained(run_one, body, message):
    result = run_one(body, "def f(): return {'n': [1], 's': 'a', 'z': 0}")
    assert result.outcome is Outcome.FAILED
    assert result.message.startswith(message)


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        ("== 3", "3"),
        ("is None", "None"),
        ("<= 3", "au plus 3"),
        (">= 9", "au moins 9"),
        ("< 4", "moins de 4"),
        ("> 4", "plus de 4"),
        ("== pytest.approx(3, abs=0.5)", "3 ± 0.5"),
    ],
)
def test_what_was_expected_is_said_with_its_bound(run_one, comparison, expected):
    result = run_one(f"assert student.f() {comparison}", "def f(): return 4")
    assert (result.expected, result.got) == (expected, "4")


@pytest.mark.parametrize("claim", ["'b' in student.f()", "'a' not in student.f()", "not student.f()", "0"])
def test_a_claim_that_compares_no_two_values_shows_none(run_one, claim):
    result = run_one(f"assert {claim}, 'Non.'", "def f(): return {'a': 1}")
    assert (result.outcome, result.message) == (Outcome.FAILED, "Non.")
    assert (result.expected, result.got) == (None, None)


def test_the_comparison_that_failed_is_shown_and_not_one_that_held(run_one):
    result = run_one("assert student.f() == 4\nassert student.f() + 1 == 7, 'Non.'", "def f(): return 4")
    assert (result.expected, result.got) == ("7", "5")


def test_long_values_are_shortened(run_one):
    result = run_one("assert student.f() == 'a'", "def f(): return 'x' * 100_000")
    assert len(result.got) < 700


def test_large_values_are_compared_without_their_whole_difference(run_one, monkeypatch):
    """Where it sees a continuous integration, pytest works whole differences out, for minutes."""
    monkeypatch.setenv("CI", "true")
    assert run_one("import os\nassert not {'CI', 'BUILD_NUMBER'} & set(os.environ)").outcome is Outcome.PASSED


def test_text_that_no_file_can_hold_is_made_readable(run_one):
    code = 'import requests\ndef f(url): requests.post(url, data=b\'{"a": "\\\\ud800"}\')'
    url = "student.f(stage.route('/').url)"
    result = run_one(
        f"{url}\nsent = stage.requests[0].json['a']\nassert sent == 'b', f'Reçu : {{sent}}'", code
    )
    assert (result.got, result.message) == ("« ? »", "Reçu : ?")


def test_a_failure_shows_the_conversation_that_led_there(run_one):
    code = """
    import requests, time
    def f(url):
        for _ in range(2):
            requests.post(url, json={"n": 1}, timeout=2)
            time.sleep(0.5)
        try:
            requests.get(url + "?q=1", timeout=1)
        except requests.Timeout:
            pass
    """
    result = run_one(
        """
        url = stage.route("/", delay=0.35, method="POST").url
        stage.route("/", hang=True, method="GET")
        student.f(url)
        assert False, "Non."
        """,
        code,
    )
    assert result.conversation == [
        '[0 s]  POST /  {"n": 1} → 200 en 0,35 s (timeout=2)',
        "[0,35 s]  attente de 0,5 s",
        '[0,85 s]  POST /  {"n": 1} → 200 en 0,35 s (timeout=2)',
        "[1,2 s]  attente de 0,5 s",
        "[1,7 s]  GET /?q=1 → aucune réponse, abandon après 1 s",
    ]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("drop=True", "GET / → connexion coupée sans réponse, après 0 s (timeout=1)"),
        ("text='abcdef', cut=3", "GET / → 200 en 0 s (timeout=1), corps interrompu"),
    ],
)
def test_a_broken_connection_is_told(run_one, fault, told):
    code = "import requests\ndef f(url):\n  requests.get(url, timeout=1)"
    result = run_one(f"student.f(stage.route('/', {fault}).url)", code)
    assert result.conversation[0] == f"[0 s]  {told}"


def test_a_long_conversation_is_shortened(run_one):
    code = "import requests\ndef f(url):\n  for _ in range(50): requests.get(url)"
    result = run_one("student.f(stage.route('/').url)\nassert False", code)
    assert len(result.conversation) == 21
    assert result.conversation[0] == "[0 s]  GET / → 200 en 0 s (sans délai maximal)"
    assert result.conversation[-1] == "… et 30 autres lignes"


def test_each_outcome_has_words_and_a_sign():
    assert [outcome.french for outcome in Outcome] == ["réussi", "échoué", "bloqué", "pas commencé", "erreur"]
    assert len({outcome.sign for outcome in Outcome}) == 5


def test_an_interrupt_of_the_check_itself_goes_through(run_one):
    with pytest.raises(KeyboardInterrupt):
        run_one("raise KeyboardInterrupt")


def test_an_exit_of_the_check_itself_is_a_failure_of_this_check_only(run):
    first, second = run("@q\ndef test_a(): exit()\n@q\ndef test_b(): pass")
    assert (first.outcome, second.outcome) == (Outcome.FAILED, Outcome.PASSED)
