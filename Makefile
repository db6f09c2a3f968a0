# Paydesk: every target that needs the virtual environment makes it first.
PYTHON ?= python3
PORT ?= 4100
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where nothing that was compiled may be kept, every process begins with compiling all of it.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test lint format prove crash guards bench lock clean

$(VENV)/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Paydesk needs Python 3.11 or newer; $(PYTHON) is older. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# Paydesk in a local Slack workspace, with a local Stripe and a mailbox. FRESH=1 starts over,
# FOLDER= keeps its data elsewhere than in .demo.
demo: $(VENV)/ready
	$(BIN)/paydesk demo --port $(PORT) $(if $(FOLDER),--folder $(FOLDER)) $(if $(FRESH),--fresh) $(if $(SOCKET),--socket)

# More processes than two cores: much of it waits for servers and browsers. Each begins with its
# share in order, so that few of those start twice.
test: $(VENV)/ready
	$(BIN)/python -m pytest -n 4 --dist worksteal

lint: $(VENV)/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.lint

format: $(VENV)/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

prove: $(VENV)/ready
	$(BIN)/python -m tests.prove

# Every flow killed at every commit and every call, again while it recovers, and a day later.
# FLOW= names some of them by words of their names.
crash: $(VENV)/ready
	$(BIN)/python -W ignore::DeprecationWarning -m tests.crash $(FLOW)

# What keeps a charge safe is taken away in a copy, one guard at a time: a test must fail.
# GUARD= names some of them by words of their names.
guards: $(VENV)/ready
	$(BIN)/python -m tests.guards $(GUARD)

bench: $(VENV)/ready
	$(BIN)/python -m tests.bench

# Anew from pyproject.toml: exact versions with hashes, for every platform, no index address.
lock: $(VENV)/ready
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
		--quiet -o requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
