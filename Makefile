# Vastra's commands; `make` lists them. Needs Python 3.11 or newer, make and git.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export PIP_DISABLE_PIP_VERSION_CHECK := 1

VENV := .venv
PYTHON := $(VENV)/bin/python
PYTEST := $(PYTHON) -m pytest
PIP_INSTALL := $(PYTHON) -m pip install --quiet --no-input --require-hashes -r

# Enough of MongoDB to choose its settings; no server is asked.
MONGODB_NOWHERE := mongodb://127.0.0.1:1/vastra?serverSelectionTimeoutMS=1

.PHONY: help run test test-postgres test-mongodb check audit bench drill reset migrations schema requirements pictures writable

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: writable $(VENV)/installed ## Start the whole shop on this machine (PORT=8000 to move it)
	@$(PYTHON) manage.py demo

reset: writable $(VENV)/installed ## Forget the demo shop's data; the next run starts afresh
	@$(PYTHON) manage.py demo --reset

test: writable $(VENV)/installed-dev ## The tests: all on SQLite, then journeys and races on PostgreSQL and MongoDB
	TEST_ENGINE=sqlite $(PYTEST) -n 2 -m "not browser"
	TEST_ENGINE=sqlite $(PYTEST) -m browser
	@$(MAKE) -j 2 test-postgres test-mongodb

test-postgres test-mongodb: test-%: # Side by side: each mostly waits for its server
	TEST_ENGINE=$* $(PYTEST) -m "journey or race or engines"

check: writable $(VENV)/installed-dev ## Style, types, layers, weaknesses, templates, containers, migrations, production settings
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/bandit --quiet --configfile pyproject.toml --recursive accounts shop orders returns config scripts/deploy.py
	$(VENV)/bin/hadolint Dockerfile
	$(VENV)/bin/check-jsonschema --quiet --builtin-schema vendor.compose-spec docker-compose.yml
	find templates -name '*.html' -exec $(VENV)/bin/djade --check --target-version 5.2 {} +
	$(PYTHON) -W ignore manage.py makemigrations --check --dry-run
	DATABASE_URL="$(MONGODB_NOWHERE)" $(PYTHON) -W ignore manage.py makemigrations --check --dry-run
	@echo "check --deploy, with made-up production values"
	@DJANGO_SETTINGS_MODULE=config.settings.prod \
	SECRET_KEY=only-for-make-check-0123456789-abcdefghijklmnopqrstuvwxyz \
	ALLOWED_HOSTS=shop.example.in SITE_URL=https://shop.example.in \
	DATABASE_URL=postgres://vastra@127.0.0.1/vastra REDIS_URL=redis://127.0.0.1:6379/0 \
	RAZORPAY_KEY_ID=rzp_test_made_up RAZORPAY_KEY_SECRET=made-up-key-secret \
	RAZORPAY_WEBHOOK_SECRET=made-up-webhook-secret \
	EMAIL_URL=smtp+tls://user:password@smtp.example.in:587 RETURN_ADDRESS="A street, a city" SHOP_LEGAL_NAME="A shop" SHOP_ADDRESS="A street, a city" GRIEVANCE_OFFICER="An officer" SHOP_STATE=KA SHOP_GSTIN=29AAXCV4821K1ZG \
	$(PYTHON) manage.py check --deploy --fail-level WARNING

audit: $(VENV)/installed-dev ## Known weaknesses of the packages we pin; asks PyPI's own server, so not part of CI
	$(VENV)/bin/pip-audit --strict --disable-pip --requirement requirements.txt

bench: writable $(VENV)/installed-dev ## Measure the shop (PART=pages SIZE=100000 ENGINE=postgres URL=...); never part of CI
	@$(PYTHON) -m scripts.bench $(PART) $(if $(SIZE),--size $(SIZE)) $(foreach engine,$(ENGINE),--engine $(engine)) $(if $(URL),--url $(URL))

drill: writable $(VENV)/installed-dev ## The shop under faults (PART=F7 SEED=1 SMALL=1 ENGINE=postgres REPORT=1); about an hour, never part of CI
	@$(PYTHON) -m scripts.drill $(PART) $(if $(SEED),--seed $(SEED)) $(if $(SMALL),--small) $(foreach engine,$(ENGINE),--engine $(engine)) $(if $(REPORT),--report)

migrations: $(VENV)/installed-dev ## Write migrations, for the SQL databases and for MongoDB
	$(PYTHON) -W ignore manage.py makemigrations
	DATABASE_URL="$(MONGODB_NOWHERE)" $(PYTHON) -W ignore manage.py makemigrations

schema: $(VENV)/installed-dev ## Write docs/openapi.json from the API's routes
	$(PYTHON) -W ignore manage.py api_schema

requirements: $(VENV)/installed-dev ## Pin the newest versions pyproject.toml allows
	$(VENV)/bin/uv pip compile pyproject.toml -o requirements.txt --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make requirements"
	$(VENV)/bin/uv pip compile pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make requirements"

pictures: $(VENV)/installed-dev ## Draw the demo shop's garments again
	$(PYTHON) manage.py render_garments

writable:
	@test -w . || { echo "Vastra writes its environment and data here, but this folder is read-only: $(CURDIR)" >&2; echo "Copy it to a folder of yours and try again." >&2; exit 1; }

$(VENV)/installed: requirements.txt | $(PYTHON)
	@echo "Installing what the shop needs, about a minute the first time ..."
	@$(PIP_INSTALL) requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(PYTHON)
	@echo "Installing what the tests need, about two minutes the first time ..."
	@$(PIP_INSTALL) requirements-dev.txt
	@touch $@ $(VENV)/installed

# A `python3.12` on the PATH may be a signpost of pyenv that leads nowhere, so each is tried.
$(PYTHON): | writable
	@for python in python3.13 python3.12 python3.11 python3; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			$$python -m venv --clear $(VENV) && exit 0; \
			rm -rf $(VENV); \
			echo "$$python cannot make a virtual environment." >&2; \
			echo "On Debian and Ubuntu: sudo apt install python3-venv" >&2; \
			exit 1; \
		fi; \
	done; \
	echo "Vastra needs Python 3.11 or newer, and none was found on the PATH." >&2; \
	echo "On Debian and Ubuntu: sudo apt install python3 python3-venv; on macOS: brew install python" >&2; \
	exit 1
