"""Notebooks saved by services on the web.

Imitated from public notebooks of each: the fields are theirs, the cells ours. Colab writes format 4.0, so ids
move to the metadata; where it opened a notebook that had ids, they are the ones it keeps there.
"""

from foreign.cells import answers, as_new, code, code_cells, drop_ids, drop_metadata, numbered, printed, text
from foreign.editors import RUN_AT
from foreign.kind import EVERY, Notebook, keeps, unnoticed

BADGE = (
    '<a href="https://colab.research.google.com/github/ada/cours/blob/main/ex1.ipynb" target="_parent">'
    '<img src="https://colab.research.google.com/assets/colab-badge.svg" alt="Open In Colab"/></a>'
)
KAGGLE_FIRST = """\
# This Python 3 environment comes with many helpful analytics libraries installed
import numpy as np # linear algebra
import pandas as pd # data processing, CSV file I/O (e.g. pd.read_csv)

import os
for dirname, _, filenames in os.walk('/kaggle/input'):
    for filename in filenames:
        print(os.path.join(dirname, filename))"""
DEEPNOTE_LAST = (
    "<a style='text-decoration:none;line-height:16px;display:flex;color:#5B5B62' "
    "href='https://deepnote.com?utm_source=created' target=\"_blank\">Created in Deepnote</a>"
)


def _colab(notebook: Notebook) -> None:
    notebook["metadata"] = {
        "colab": {"provenance": [], "toc_visible": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook["cells"]:
        cell["metadata"]["id"] = cell.pop("id")
    for number, cell in enumerate(code_cells(notebook), 1):
        cell["metadata"] |= {
            "colab": {"base_uri": "https://localhost:8080/"},
            "outputId": f"28b07730-{number:04x}",
        }
        cell.update(execution_count=number, outputs=[printed("fait\n")])
    notebook["nbformat_minor"] = 0


@unnoticed("Colab", of=EVERY)
def colab(notebook: Notebook) -> None:
    _colab(notebook)


@unnoticed("Colab, opened from GitHub: its badge on top")
def colab_badge(notebook: Notebook) -> None:
    _colab(notebook)
    notebook["cells"].insert(0, {**text(BADGE), "metadata": {"id": "view-in-github", "colab_type": "text"}})


@unnoticed("Colab of 2020: colab_type, random ids, a graphics card, widgets without state")
def colab_of_2020(notebook: Notebook) -> None:
    _colab(notebook)
    widgets = {
        "application/vnd.jupyter.widget-state+json": {"0ab1": {"model_name": "HTMLModel", "state": {}}}
    }
    notebook["metadata"] |= {"accelerator": "GPU", "widgets": widgets}
    for number, cell in numbered(notebook):
        kind = "code" if cell["cell_type"] == "code" else "text"
        cell["metadata"] |= {"id": f"J3F5ONCyr{number:03}", "colab_type": kind}


@keeps("Colab, nbgrader's metadata lost: the ids in the metadata are left", of=EVERY)
def colab_ids_left(notebook: Notebook) -> None:
    names = [cell["id"] for cell in notebook["cells"]]
    as_new(notebook)
    for cell, name in zip(notebook["cells"], names, strict=True):
        cell["metadata"] = {"id": name}


@keeps("Colab, nbgrader's metadata lost and ids at random")
def colab_nothing_left(notebook: Notebook) -> None:
    as_new(notebook)
    for number, cell in numbered(notebook):
        cell["metadata"] = {"id": f"kHKRouO1-{number:03}"}


@unnoticed("Colab, a form's title on top of each answer")
def colab_forms(notebook: Notebook) -> None:
    for cell in answers(notebook):
        cell["source"] = f'#@title Réponse {{ display-mode: "form" }}\n{cell["source"]}'
        cell["metadata"]["cellView"] = "form"


@keeps("Colab, its drive mounted first", "google")
def colab_drive(notebook: Notebook) -> None:
    _colab(notebook)
    notebook["cells"].insert(0, code("from google.colab import drive\ndrive.mount('/content/drive')"))


@unnoticed("Colab, its drive mounted where there is one")
def colab_guarded(notebook: Notebook) -> None:
    guarded = "try:\n    import google.colab\n    IN_COLAB = True\nexcept ImportError:\n    IN_COLAB = False"
    notebook["cells"].insert(0, code(guarded))


@unnoticed("Deepnote, nbgrader's metadata kept")
def deepnote(notebook: Notebook) -> None:
    drop_ids(notebook, minor=0)
    notebook["metadata"] |= {
        "deepnote_notebook_id": "7b92686f",
        "deepnote": {},
        "deepnote_execution_queue": [],
    }
    for number, cell in numbered(notebook):
        cell["metadata"] |= _deepnote(number, cell["cell_type"])


@keeps("Deepnote, its own metadata alone, its link at the end", of=EVERY)
def deepnote_alone(notebook: Notebook) -> None:
    drop_ids(notebook, minor=0)
    for number, cell in numbered(notebook):
        cell["metadata"] = _deepnote(number, cell["cell_type"])
    created = {"created_in_deepnote_cell": True, "deepnote_cell_type": "markdown"}
    notebook["cells"].append({**text(DEEPNOTE_LAST), "metadata": created})


def _deepnote(number: int, cell_type: str) -> dict:
    return {
        "tags": [],
        "cell_id": f"{number:05}-7b92686f-5567-4d2d-b6c9-cf7233b7c0a6",
        "deepnote_cell_type": cell_type,
        "deepnote_to_be_reexecuted": False,
        "source_hash": "d99a5308",
        "execution_start": 1618346168405,
        "execution_millis": 9,
    }


@unnoticed("Kaggle, its first cell on top")
def kaggle(notebook: Notebook) -> None:
    drop_ids(notebook)
    notebook["metadata"]["kaggle"] = {"accelerator": "none", "dataSources": [], "isInternetEnabled": True}
    for number, cell in numbered(notebook):
        cell["metadata"] |= {
            "_uuid": f"8f2839f2{number:04}",
            "_cell_guid": f"b1076dfc-{number:04}",
            "trusted": True,
        }
    notebook["cells"].insert(0, code(KAGGLE_FIRST, _uuid="d629ff2d2480ee46fbb7e2d37f6b5fab8052498a"))


@keeps("Kaggle, its own metadata alone")
def kaggle_alone(notebook: Notebook) -> None:
    drop_metadata(notebook)
    for number, cell in numbered(notebook):
        cell["id"] = f"{number:08x}"
        cell["metadata"] = {
            "_uuid": f"8f2839f2{number:04}",
            "execution": RUN_AT,
            "papermill": {"duration": 0.1},
        }


@unnoticed("Databricks", of=EVERY)
def databricks(notebook: Notebook) -> None:
    drop_ids(notebook, minor=0)
    notebook["metadata"] = {"application/vnd.databricks.v1+notebook": {"language": "python", "widgets": {}}}
    for number, cell in numbered(notebook):
        own = {
            "cellMetadata": {},
            "inputWidgets": {},
            "nuid": f"217c62c5-{number:04}",
            "showTitle": False,
            "title": "",
        }
        cell["metadata"] = {"application/vnd.databricks.v1+cell": own}
    for cell in code_cells(notebook):
        cell["execution_count"] = 0


@unnoticed("CoCalc")
def cocalc(notebook: Notebook) -> None:
    drop_ids(notebook)
    spec = {"name": "python3-ubuntu", "display_name": "Python 3 (Ubuntu Linux)", "metadata": {"cocalc": {}}}
    notebook["metadata"]["kernelspec"] = spec
    for cell in code_cells(notebook):
        cell["metadata"]["collapsed"] = False


@unnoticed("SageMaker Studio")
def sagemaker(notebook: Notebook) -> None:
    notebook["metadata"] |= {"instance_type": "ml.t3.medium", "availableInstances": [{"_defaultOrder": 0}]}
    for cell in notebook["cells"]:
        cell["metadata"].setdefault("tags", [])


@unnoticed("Azure Machine Learning")
def azure(notebook: Notebook) -> None:
    drop_ids(notebook)
    notebook["metadata"] |= {
        "microsoft": {"host": {"AzureML": {}}},
        "kernel_info": {"name": "python38-azureml"},
    }
    for cell in code_cells(notebook):
        cell["metadata"] |= {
            "gather": {"logged": 1671533986727},
            "nteract": {"transient": {"deleting": False}},
        }


@keeps("Datalore, its own metadata alone")
def datalore(notebook: Notebook) -> None:
    drop_ids(notebook)
    for number, cell in numbered(notebook):
        kind = "CODE" if cell["cell_type"] == "code" else "MD"
        cell["metadata"] = {
            "datalore": {"node_id": f"n{number}", "type": kind, "hide_input_from_viewers": False}
        }


@keeps("Hex, its own ids alone")
def hex_ids(notebook: Notebook) -> None:
    drop_metadata(notebook)
    for number, cell in numbered(notebook):
        cell["id"] = f"0190a1b2-7c3d-7000-8000-{number:012}"
