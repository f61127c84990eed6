# make run      install what is missing, build, serve the demo portals
# make test     build and run every test
# make lint     style and static checks          make asan   tests under ASan
# make fuzz     a minute for each fuzzer         make trial  foreign material
# make bench    figures beside other programs    make clean  remove build/
# make bench-scale   figures of sites with up to 100,000 entries
# make lighthouse    speed and access of each kind of page
#
# Settings: FLAVOR (dev, prod, asan, fuzz), BUILD, PORT, SITES, WORKERS, TESTS;
# V=1 shows the compiler's command lines.

FLAVOR ?= dev
BUILD ?= build
MAKEFLAGS += --no-builtin-rules
Q := $(if $(V),,@)
say := @echo " "
.DELETE_ON_ERROR:

# The values of a key in build.conf: those outside braces, then FLAVOR's.
conf = $(strip $(shell awk -v key='$(1)' -v flavor='$(FLAVOR)' ' \
	/^[ \t]*\043/ { next } \
	/\{[ \t]*$$/ { block = $$1; next } \
	/^[ \t]*\}/ { block = ""; next } \
	(block == "" || block == flavor) && index($$0, "=") { \
		k = $$0; sub(/=.*/, "", k); gsub(/[ \t]/, "", k); \
		v = $$0; sub(/^[^=]*=/, "", v); if (k == key) print v }' \
	build.conf))

CC := $(or $(call conf,cc),gcc)
NAME := $(call conf,name)
MODULE := $(BUILD)/$(call conf,module)
PROGRAM := $(BUILD)/$(NAME)
OBJ := $(BUILD)/$(FLAVOR)
CFLAGS := $(call conf,cflags) -Icore -DMINGCHUANG_VERSION='"$(call conf,version)"'
LDFLAGS := $(call conf,ldflags)
KORE_CFLAGS = $(shell cat $(call conf,kore.features))

# The floors, from the ground up; each is a library that sees those before it.
FLOORS := base store html cms script web
sources = $(sort $(shell find $(1) -name '*.c' -not -path '*/kore/*' 2>/dev/null))
objects = $(patsubst %.c,$(OBJ)/%.o,$(1))
library = $(OBJ)/lib$(1).a
LIBRARIES := $(foreach f,$(FLOORS),$(call library,$(f)))
reverse = $(if $(1),$(call reverse,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))
LINK := $(call reverse,$(LIBRARIES)) $(foreach f,$(call reverse,$(FLOORS)),$(call conf,libs.$(f)))

MODULE_OBJ := $(call objects,$(sort $(wildcard core/web/kore/*.c)))
PROGRAM_OBJ := $(call objects,$(call sources,core/cli))
PROBE := $(BUILD)/probe.so

all: $(PROGRAM) $(MODULE) desk

define floor
$(call library,$(1)): $(call objects,$(call sources,core/$(1)))
endef
$(foreach f,$(FLOORS),$(eval $(call floor,$(f))))

# Tables of Han characters, written from Debian's dictionaries.
HAN := $(OBJ)/gen/han_table
$(call library,base): $(HAN).o
$(HAN).c: core/tools/hantable.c $(call conf,pinyin.dictionary) build.conf
	@mkdir -p $(@D)
	$(say) write $@
	$(Q)gcc -O2 $< -lopencc -o $(@D)/hantable
	$(Q)$(@D)/hantable $(call conf,pinyin.dictionary) > $@
$(HAN).o: $(HAN).c
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

# Tables of the word check, written from Debian's dictionaries.
WORD_TABLES := core/data/words
$(call library,base): | $(WORD_TABLES)/lexicon.txt
$(WORD_TABLES)/lexicon.txt: core/tools/words-tables
	$(say) write $(WORD_TABLES)
	$(Q)rm -rf $(WORD_TABLES) $(WORD_TABLES).new && mkdir -p $(WORD_TABLES).new
	$(Q)$(call conf,python) $< $(WORD_TABLES).new $(call conf,words.dictionary)
	$(Q)mv $(WORD_TABLES).new $(WORD_TABLES)

$(OBJ)/lib%.a:
	@mkdir -p $(@D)
	@rm -f $@
	$(Q)ar rcs $@ $^

$(OBJ)/core/web/kore/%.o: core/web/kore/%.c build.conf
	@mkdir -p $(@D)
	$(say) cc $<
	$(Q)$(CC) $(CFLAGS) $(KORE_CFLAGS) -MMD -MP -c $< -o $@

$(OBJ)/%.o: %.c build.conf
	@mkdir -p $(@D)
	$(say) cc $<
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

# Kore loads the module; what it takes from Kore is found then.
$(MODULE): $(MODULE_OBJ) $(LIBRARIES)
	$(say) ld $@
	$(Q)$(CC) -shared $(LDFLAGS) $(MODULE_OBJ) -Wl,--exclude-libs,ALL $(LINK) \
	    -Wl,-z,defs,--unresolved-symbols=ignore-all -o $@.new
	mv -f $@.new $@

# The same front with the answers of tests/http/probe.c behind it.
$(PROBE): $(MODULE_OBJ) $(OBJ)/tests/http/probe.o $(call library,web) \
    $(call library,base)
	$(say) ld $@
	$(Q)$(CC) -shared $(LDFLAGS) $^ $(call conf,libs.web) $(call conf,libs.base) \
	    -Wl,-z,defs,--unresolved-symbols=ignore-all -o $@.new
	mv -f $@.new $@

$(PROGRAM): $(PROGRAM_OBJ) $(LIBRARIES)
	$(say) ld $@
	$(Q)$(CC) $(LDFLAGS) $(PROGRAM_OBJ) $(LINK) $(call conf,libs.cli) -o $@.new
	mv -f $@.new $@

# A unit test links its own floor and those below: tests/unit/FLOOR/WHAT.c.
define unit
$(OBJ)/unit/$(1)/%: $(OBJ)/tests/unit/$(1)/%.o $(OBJ)/tests/unit/unit.o \
    $(call library,$(1)) $(2)
	@mkdir -p $$(@D)
	$(say) ld $$@
	$(Q)$(CC) $(LDFLAGS) $$< $(OBJ)/tests/unit/unit.o \
	    $(call reverse,$(2) $(call library,$(1))) $(3) -o $$@
UNITS += $(patsubst tests/unit/%.c,$(OBJ)/unit/%,$(wildcard tests/unit/$(1)/*.c))
endef
below = $(if $(filter $(1),$(firstword $(2))),,$(firstword $(2)) $(call below,$(1),$(wordlist 2,9,$(2))))
$(foreach f,$(FLOORS),$(eval $(call unit,$(f),$(foreach b,$(call below,$(f),$(FLOORS)),$(call library,$(b))),$(foreach b,$(call reverse,$(call below,$(f),$(FLOORS)) $(f)),$(call conf,libs.$(b))))))

units: $(UNITS)

# A fuzzer links all floors: tests/fuzz/WHAT.c; FLAVOR=fuzz sets the compiler.
FUZZERS := $(patsubst tests/fuzz/%.c,$(OBJ)/fuzz/%,$(wildcard tests/fuzz/*.c))
$(OBJ)/fuzz/%: $(OBJ)/tests/fuzz/%.o $(LIBRARIES)
	@mkdir -p $(@D)
	$(say) ld $@
	$(Q)$(CC) $(LDFLAGS) $< $(LINK) -o $@
fuzzers: $(FUZZERS)


# ---- packages

install = core/tools/packages $(foreach l,$(1),$(call conf,packages.$(l)))

packages:
	@$(call install,build)
packages-test: packages
	@$(call install,test)
packages-lint:
	@$(call install,build lint test)
packages-bench: packages-test
	@$(call install,bench)

# npm packages of a folder, into BUILD/npm/FOLDER; the lock file decides.
$(BUILD)/npm/%/installed: %/package.json %/package-lock.json
	@mkdir -p $(@D)
	cp $^ $(@D)
	cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# What pages load in browsers goes where the desk's static files are served.
VENDOR := plugins/desk/static/vendor
desk: $(VENDOR)/installed
$(VENDOR)/installed: $(BUILD)/npm/plugins/desk/installed build.conf
	@rm -rf $(VENDOR)
	@mkdir -p $(VENDOR)
	$(say) copy $(@D)
	$(Q)cd $(<D)/node_modules && cp -r --parents $(call conf,desk.vendor) \
	    $(abspath $(VENDOR))
	@touch $@

# ---- running

PORT ?= 8080
SITES ?= sites
WORKERS ?= 2

# A make of its own, so that what was just installed is seen; with as many
# compilers at once as there are processors, unless it was told how many.
BUILDING = $(MAKE) --no-print-directory \
    $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))

run: packages
	+@$(BUILDING) all
	@$(PROGRAM) --sites $(SITES) demo
	@exec $(PROGRAM) --sites $(SITES) serve --port $(PORT) --workers $(WORKERS)

test: packages-test
	+@$(BUILDING) all units $(PROBE) desk $(BUILD)/npm/tests/browser/installed
	+@$(BUILDING) FLAVOR=fuzz fuzzers
	@tests/run $(BUILD) $(FLAVOR) $(TESTS)

asan: packages-test
	+@$(BUILDING) FLAVOR=asan BUILD=$(BUILD)/asan-build all units
	@tests/run $(BUILD)/asan-build asan unit

# Kore with one plain answer, to compare with.
PLAIN := $(BUILD)/plain.so
$(OBJ)/tests/bench/plain.o: CFLAGS += $(KORE_CFLAGS)
$(PLAIN): $(OBJ)/tests/bench/plain.o
	$(say) ld $@
	$(Q)$(CC) -shared $(LDFLAGS) $^ \
	    -Wl,-z,defs,--unresolved-symbols=ignore-all -o $@

# Sites of any size: tests/bench/fill.c.
FILL := $(BUILD)/fill
FILL_FLOORS := base store html cms
$(FILL): $(OBJ)/tests/bench/fill.o $(foreach f,$(FILL_FLOORS),$(call library,$(f)))
	$(say) ld $@
	$(Q)$(CC) $(LDFLAGS) $< $(call reverse,$(filter %.a,$^)) \
	    $(foreach f,$(FILL_FLOORS),$(call conf,libs.$(f))) -o $@

# What searching such a site costs, by kind of query.
SEARCH := $(BUILD)/search
$(SEARCH): $(OBJ)/tests/bench/search.o $(foreach f,$(FILL_FLOORS),$(call library,$(f)))
	$(say) ld $@
	$(Q)$(CC) $(LDFLAGS) $< $(call reverse,$(filter %.a,$^)) \
	    $(foreach f,$(FILL_FLOORS),$(call conf,libs.$(f))) -o $@

# Word lists beside hyperscan.
WORDS := $(BUILD)/words
$(WORDS): $(OBJ)/tests/bench/words.o $(call library,base)
	$(say) ld $@
	$(Q)$(CC) $(LDFLAGS) $^ $(call conf,libs.base) -lhs -o $@

# What calling plugins costs: tests/bench/plugins.mjs.
HOOKS := $(BUILD)/hooks
HOOKS_FLOORS := base store html cms script
$(HOOKS): $(OBJ)/tests/bench/hooks.o $(foreach f,$(HOOKS_FLOORS),$(call library,$(f)))
	$(say) ld $@
	$(Q)$(CC) $(LDFLAGS) $< $(call reverse,$(filter %.a,$^)) \
	    $(foreach f,$(HOOKS_FLOORS),$(call conf,libs.$(f))) -o $@

# How a kept page is known to be right: tests/bench/moments.mjs.
GENERATION := $(BUILD)/generation
$(GENERATION): $(OBJ)/tests/bench/generation.o $(foreach f,$(FILL_FLOORS),$(call library,$(f)))
	$(say) ld $@
	$(Q)$(CC) $(LDFLAGS) $< $(call reverse,$(filter %.a,$^)) \
	    $(foreach f,$(FILL_FLOORS),$(call conf,libs.$(f))) -o $@

# Pages alone, for profiles: tests/bench/render.c.
RENDER := $(BUILD)/render
$(RENDER): $(OBJ)/tests/bench/render.o $(LIBRARIES)
	$(say) ld $@
	$(Q)$(CC) $(LDFLAGS) $< $(LINK) -o $@

bench: packages-bench
	+@$(BUILDING) all $(PLAIN) $(GENERATION)
	@BUILD=$(BUILD) node tests/bench/run.mjs
	@BUILD=$(BUILD) node tests/bench/lanes.mjs
	@$(MAKE) --no-print-directory $(HOOKS) && \
	    BUILD=$(BUILD) node tests/bench/plugins.mjs
	@$(MAKE) --no-print-directory $(WORDS) && $(WORDS) .

# What grows with a site, and what doesn't.
bench-scale: packages-bench
	+@$(BUILDING) all $(FILL) $(SEARCH)
	@BUILD=$(BUILD) node tests/bench/scale.mjs

fuzz: packages-test
	+@$(BUILDING) FLAVOR=fuzz fuzzers
	@FUZZ_SECONDS=60 tests/run $(BUILD) fuzz fuzz

# Foreign material from DATA (default ../shared/data), which is not ours.
trial: packages-test
	+@$(BUILDING) all $(BUILD)/npm/tests/browser/installed
	@BUILD=$(BUILD) node tests/trial/run.mjs

# Speed and access of each kind of page, as Lighthouse sees them.
lighthouse: packages-test
	+@$(BUILDING) all $(BUILD)/npm/tests/trial/installed
	@BUILD=$(BUILD) node tests/trial/run.mjs lighthouse

lint: packages-lint
	+@$(MAKE) --no-print-directory lint-checks

lint-checks:
	lua5.4 tests/floors.lua
	lua5.4 tests/faults.lua
	luacheck -q lua plugins themes sites tests --exclude-files '**/data/**'
	shellcheck tests/run .ci/run core/tools/packages
	cppcheck --quiet --std=c11 --inline-suppr --error-exitcode=1 \
	    --library=bsd,posix,gnu --enable=warning,portability \
	    --suppress=missingIncludeSystem --suppress=readdirCalled \
	    -Icore -j2 core
	find tests plugins themes -name vendor -prune -o -name '*.*js' -print0 | \
	    xargs -0 -P 2 -n 1 node --check
	find core tests/unit tests/fuzz -name '*.c' -print0 | \
	    xargs -0 -P 2 -I {} clang-tidy --quiet {} -- $(TIDY)

# One file a run: a second one makes clang 14 see every va_list unset.
# clang knows neither all of gcc's options nor a fortified libc.
TIDY = $(filter-out -D_FORTIFY_SOURCE=2 -f%,$(CFLAGS)) $(KORE_CFLAGS)

clean:
	rm -rf $(BUILD)

.PHONY: all units fuzzers clean desk packages packages-test packages-lint \
    packages-bench run test asan fuzz trial lighthouse bench bench-scale lint lint-checks
.SECONDARY:
-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)
