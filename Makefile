# The commands of Porte-Voix. `make demo` and `make test` need nothing but Python 3.11+, Node 20+ (npm) and make.
SHELL := /bin/bash
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
export PORT
# Compiled Python is kept: each process starts several seconds sooner.
unexport PYTHONDONTWRITEBYTECODE
PYTEST_ARGS ?=

.PHONY: setup demo dev test check bench messages lock clean format

setup: $(VENV)/.ready node_modules/.ready compiled-messages

$(VENV)/.ready: requirements-dev.txt
	@echo "→ Python packages"
	@test -x $(PY) || python3 -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	@$(VENV)/bin/uv pip install --quiet --python $(PY) -r requirements-dev.txt \
	  || $(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

node_modules/.ready: package-lock.json
	@echo "→ npm packages"
	@npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@

.PHONY: compiled-messages
compiled-messages: $(VENV)/.ready
	@for package in media courses modules cms; do \
	  po=$$package/locale/fr/LC_MESSAGES/django.po; mo=$${po%.po}.mo; \
	  if [ -f $$po ] && [ ! $$mo -nt $$po ]; then $(VENV)/bin/pybabel --quiet compile -i $$po -o $$mo; fi; \
	done

demo: setup
	@$(PY) manage.py demo

dev: setup
	@PV_DEBUG=1 $(PY) manage.py runserver $(PORT)

test: setup
	@$(PY) -m tests.run $(PYTEST_ARGS)

check: setup
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(VENV)/bin/mypy cms courses modules media
	$(MAKE) test

bench: setup
	@$(PY) -m pytest -m bench -q -s -p no:warnings tests/bench $(PYTEST_ARGS)

# Extract the texts to translate, then merge them, sorted, into each package's French catalogue.
messages: setup
	@$(PY) -m tests.messages && $(MAKE) compiled-messages

format: setup
	@$(VENV)/bin/ruff format . && $(VENV)/bin/ruff check --fix .

lock: $(VENV)/.ready
	$(VENV)/bin/uv pip compile -q pyproject.toml -o requirements.txt --python-version 3.11 --custom-compile-command "make lock"
	$(VENV)/bin/uv pip compile -q pyproject.toml --extra dev -o requirements-dev.txt --python-version 3.11 --custom-compile-command "make lock"
	npm install --ignore-scripts --package-lock-only --omit-lockfile-registry-resolved

clean:
	rm -rf $(VENV) node_modules
