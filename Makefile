# Everything runs from a fresh clone: each target makes what it needs, in .venv/ and nowhere else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests that run the rules and the rendering within their own process; see [tool.coverage] in pyproject.toml.
MEASURED := everything_wrong golden comparison glossary_links translation_state

.PHONY: site downloads serve check lint coverage test mutants bench fuzz same-as edition-site lock clean help

site: $(VENV)/.site ## both languages, strictly, into site/
	@$(BIN)/handbook site

downloads: $(VENV)/.downloads site ## PDF, EPUB, spreadsheets, documents and offline copies of that site, into site/downloads/
	@.ci/pango
	@$(BIN)/handbook downloads

serve: $(VENV)/.site ## live preview, reloading on docs/ data/ overrides/ hooks/; ADDRESS=127.0.0.1:8001 for another port
	@$(BIN)/handbook serve $(if $(ADDRESS),--address $(ADDRESS))

check: $(VENV)/.site ## findings only, in seconds
	@$(BIN)/handbook check

lint: $(VENV)/.test ## what is wrong in the code and the scripts: style, format, types, the layers of imports
	@$(BIN)/ruff check hooks tests
	@$(BIN)/ruff format --check hooks tests
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/mypy
	@.ci/validator
	@[ "$(HANDBOOK_WITHOUT_NODE)" = 1 ] || npm run --silent lint

coverage: $(VENV)/.test ## the branches of checking and rendering that their own tests run; an error below 95 %
	@$(BIN)/pytest -q --cov --cov-report=term $(addprefix tests/test_,$(addsuffix .py,$(MEASURED)))

test: $(VENV)/.test ## what CI runs
	@.ci/browser
	@.ci/validator
	@.ci/pango
	@.ci/java
	@$(MAKE) --no-print-directory lint check coverage
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=30

mutants: $(VENV)/.mutants ## do tests notice a changed line of the rules, YAML or cases? N=150 SEED=1 [ONLY=checking]; takes long
	@$(BIN)/python tests/mutants.py --sample $(or $(N),150) --seed $(or $(SEED),1) $(if $(ONLY),--only $(ONLY))

bench: $(VENV)/.test ## how long builds and the live preview take with ever more cases; figures, never a verdict
	@$(BIN)/python tests/bench.py

fuzz: $(VENV)/.test ## 10,000 invented chapters, records and files, N=… for another number: is what the check accepts safe, and shown as written?
	@HANDBOOK_FUZZ=$(or $(N),10000) $(BIN)/pytest -q tests/test_one_reading.py tests/test_visible_text.py
	@HANDBOOK_FUZZ=$(or $(N),10000) $(BIN)/pytest -q tests/test_security.py -k "mutated or any_bytes or take_only"

same-as: $(VENV)/.$(if $(WITHOUT),site,downloads) ## does this tree make what REV makes? make same-as REV=COMMIT [WITHOUT=downloads]
	@$(if $(REV),,echo "make same-as REV=COMMIT [WITHOUT=downloads]" >&2; exit 2)
	@$(if $(WITHOUT),,.ci/pango)
	@$(BIN)/python tests/same_as.py $(REV) $(if $(WITHOUT),--without $(WITHOUT))

edition-site: $(VENV)/.site ## a past edition, EDITION=2026.1, from its commit into TO=.build/edition-2026.1, compared with its mark
	@$(if $(EDITION),,echo "make edition-site EDITION=2026.1 [TO=FOLDER]" >&2; exit 2)
	@$(BIN)/handbook edition-site $(EDITION) --to $(or $(TO),.build/edition-$(EDITION))

lock: $(VENV)/.test ## renew the pinned set (needs uv)
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 --upgrade \
	  pyproject.toml -o requirements.txt
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 \
	  --extra downloads -c requirements.txt pyproject.toml -o requirements-downloads.txt
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 \
	  --extra downloads --extra test -c requirements-downloads.txt pyproject.toml -o requirements-test.txt
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 \
	  --extra mutants -c requirements-test.txt pyproject.toml -o requirements-mutants.txt

clean: ## remove all that was installed and made
	rm -rf $(VENV) .build .cache site

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s%s\n", $$1, $$2 }'

$(VENV)/bin/python:
	@.ci/venv $(PYTHON) $(VENV)

$(VENV)/.site: requirements.txt pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.downloads: requirements-downloads.txt $(VENV)/.site
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-downloads.txt
	@touch $@

$(VENV)/.test: requirements-test.txt $(VENV)/.site
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-test.txt
	@touch $@

$(VENV)/.mutants: requirements-mutants.txt $(VENV)/.test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-mutants.txt
	@touch $@
