# Every command of the course. Each first brings .venv, its private environment, in step with requirements.lock.

PORT ?= 8888
DIR ?= notebooks
PYTHON := .venv/bin/python
ACCURACY := PYTHONPATH=tools $(PYTHON) -m accuracy

.PHONY: help lab test demo notebooks cassettes lint bench golden accuracy environment
.NOTPARALLEL:
# What the user has set for other Pythons (PYTHONPATH, PYTHONHOME…) is not for this one.
unexport $(filter PYTHON%,$(.VARIABLES))

help: ## Afficher cette aide
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1@\2/' | awk -F@ '{printf "%-18s %s\n", $$1, $$2}'

lab: environment ## Ouvrir JupyterLab sur les notebooks (PORT=8899 ; DIR=. pour les formateurs)
	@$(PYTHON) -m grader lab --port "$(PORT)" "$(DIR)"

demo: environment ## Corriger la classe d'exemple et afficher ses notes
	@sh tools/install.sh bubblewrap command -v bwrap
	@$(PYTHON) -m grader demo

notebooks: environment ## Produire notebooks/ à partir de solutions/
	@$(PYTHON) -m grader release

cassettes: environment ## Réenregistrer cassettes/ face aux vrais services
	@sh tools/install.sh prometheus command -v prometheus
	@sh tools/install.sh prometheus-node-exporter command -v prometheus-node-exporter
	@$(PYTHON) -m grader record

lint: environment ## Vérifier la forme et les types du code
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

test: lint ## Lancer tous les tests
	@sh tools/install.sh bubblewrap command -v bwrap
	@sh tools/install.sh chromium command -v chromium
	@sh tools/install.sh grammalecte-cli command -v grammalecte-cli
	@sh tools/install.sh prometheus command -v prometheus
	@sh tools/install.sh prometheus-node-exporter command -v prometheus-node-exporter
	@$(PYTHON) -m grader.lab.vault || true
	$(PYTHON) -m grader release --check
	$(PYTHON) -m pytest

bench: environment ## Mesurer ce que coûte une requête rejouée
	@$(PYTHON) tools/bench.py

golden: environment ## Prendre pour référence les notes que le corpus reçoit
	@sh tools/install.sh bubblewrap command -v bwrap
	@$(ACCURACY) golden

accuracy: environment ## Prouver les notes sur tout le corpus (REPEAT=10 : dix fois, sous charge)
	@sh tools/install.sh bubblewrap command -v bwrap
	@$(ACCURACY) $(if $(REPEAT),repeat $(REPEAT))

environment:
	@sh tools/environment.sh
