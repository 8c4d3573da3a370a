# mistake: the provisional file is removed only on OSError: a text that UTF-8 cannot encode leaves it behind
# question: exporter
# says: retirez-le quoi qu'il arrive
# blind: 20.0
# like: right/tenacity_and_pandas_chains
# %% exporter
import uuid

GUARDED = ("=", "+", "-", "@", "'", "\t")


@contextmanager
def replacing(path: str | os.PathLike) -> Iterator[Path]:
    """Prête un fichier provisoire, qui prend le nom voulu si tout va bien et disparaît sinon."""
    target = Path(path)
    draft = target.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        yield draft
        os.replace(draft, target)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def write_atomically(path: str | os.PathLike, text: str) -> None:
    """Écrit un texte en UTF-8 : le fichier entier, ou rien."""
    with replacing(path) as draft, draft.open("x", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def export_json(table: pd.DataFrame, path: str) -> None:
    """Écrit le tableau en JSON."""
    write_atomically(
        path,
        table.to_json(orient="records", date_format="iso", date_unit="us", force_ascii=False, indent=2),
    )


def load_json(path: str) -> pd.DataFrame:
    """Rend le tableau qu'un fichier JSON contient."""
    return typed(pd.DataFrame(json.loads(Path(path).read_bytes()), columns=COLUMNS))


def guard(text: str) -> str:
    """Protège un texte vide, ou qu'un tableur prendrait pour une formule."""
    return f"'{text}" if not text or text.startswith(GUARDED) else text


def export_csv(table: pd.DataFrame, path: str) -> None:
    """Écrit le tableau en CSV."""
    protected = {name: table[name].astype(object).map(guard, na_action="ignore") for name in TEXTS}
    dumped = {name: table[name].map(partial(json.dumps, ensure_ascii=False)) for name in LISTS}
    dated = {name: table[name].astype(object).map(pd.Timestamp.isoformat, na_action="ignore") for name in DATES}
    # Avec "\r\n", le module csv met aussi entre guillemets un texte qui contient un "\r" isolé.
    write_atomically(
        path, table.assign(**protected, **dumped, **dated).to_csv(index=False, lineterminator="\r\n")
    )


def load_csv(path: str) -> pd.DataFrame:
    """Rend le tableau qu'un fichier CSV contient."""
    with open(path, encoding="utf-8", newline="") as file:
        raw = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
    return raw.assign(
        **{name: raw[name].str.removeprefix("'") for name in TEXTS},
        **{name: raw[name].astype(object).map(json.loads) for name in LISTS},
    ).pipe(typed)
