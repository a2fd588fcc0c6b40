# vcd: what can be done here. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
PREFIX ?= /usr/local
DESTDIR ?=
RELEASE := .build/release
# Where the Python of tests, demo and benchmarks finds what they share.
export PYTHONPATH := $(CURDIR)/Tests
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo env PYTHONPATH=$(PYTHONPATH))

BUILD_PACKAGES := build-essential ca-certificates git libasound2-dev libncurses6 libseccomp-dev libsqlite3-dev libssl-dev \
    libsystemd-dev linux-libc-dev pkg-config
RUN_PACKAGES := bubblewrap util-linux
DEMO_PACKAGES := chromium fonts-dejavu-core xvfb imagemagick python3 grim
TEST_PACKAGES := cage dbus dbus-daemon dunst firefox-esr iproute2 libxkbcommon0 mmdebstrap nftables openssl pipewire \
    pipewire-pulse procps python3 python3-venv sway systemd systemd-container tmux util-linux wireplumber wtype x11-utils \
    x11-xkb-utils xdotool xwayland xz-utils
DEB_PACKAGES := debhelper fakeroot lintian
VM_PACKAGES := qemu-system-x86 busybox-static e2fsprogs mmdebstrap python3 util-linux xz-utils
BENCH_PACKAGES := chromium curl iproute2 mmdebstrap openssl procps rsync supervisor systemd systemd-container python3 \
    python3-venv

.PHONY: help demo test test-all vm-test vm-soak soak fuzz sanitize bench lint format release deb install clean

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

# Installs what is absent, and asks the package lists only when something is.
define install-packages
	@missing=""; for package in $(1); do \
	    dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	    echo "installing:$$missing"; \
	    $(SUDO) apt-get update -q >/dev/null; \
	    $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing >/dev/null; \
	fi
endef

release: ## build the programs, optimised, with the Swift runtime inside
	$(call install-packages,$(BUILD_PACKAGES) $(RUN_PACKAGES))
	swift build -c release

demo: release ## a visiting morning of three inmates with a real call each, and one in which all goes wrong
	$(call install-packages,$(DEMO_PACKAGES))
	demo/run $(RELEASE) .build/demo
	demo/morning $(RELEASE) .build/demo

test: ## all tests, from the compile on; FAST=1 ends with the first step that fails
	$(call install-packages,$(BUILD_PACKAGES) $(RUN_PACKAGES) $(DEB_PACKAGES) $(DEMO_PACKAGES) $(TEST_PACKAGES) $(VM_PACKAGES))
	Tests/run $(if $(FAST),--fast)

test-all: ## the same, with all tests of the package on Debian 12 and on Debian 13
	$(call install-packages,$(BUILD_PACKAGES) $(RUN_PACKAGES) $(DEB_PACKAGES) $(DEMO_PACKAGES) $(TEST_PACKAGES) $(VM_PACKAGES))
	Tests/run --all $(if $(FAST),--fast)

vm-test: deb ## the package on whole virtual machines: swap, raw disk, memory, power cuts; camera, sound, a watchdog, a real screen
	$(call install-packages,$(VM_PACKAGES))
	$(SUDO) python3 Tests/Machine/machine_test.py
	$(SUDO) python3 Tests/Machine/power_test.py
	$(SUDO) python3 Tests/Machine/hostile_test.py
	$(SUDO) python3 Tests/Machine/slow_test.py
	$(SUDO) python3 Tests/Machine/devices_test.py
	$(SUDO) python3 Tests/Machine/watchdog_test.py
	$(SUDO) python3 Tests/Machine/screen_test.py
	$(SUDO) python3 Tests/Machine/browser_test.py

vm-soak: deb ## 200 power cuts of a whole virtual machine, at random instants (hours)
	$(call install-packages,$(VM_PACKAGES))
	$(SUDO) python3 Tests/Machine/soak.py

soak: deb ## thousands of visits and thousands of deaths of vcd (hours)
	$(call install-packages,$(TEST_PACKAGES) $(DEMO_PACKAGES))
	swift build -c release --build-tests
	VCD_VISITS=5000 python3 -m unittest discover --start-directory Tests/Soak --pattern local_test.py
	$(SUDO) env VCD_VISITS=500 python3 -m unittest discover --start-directory Tests/Soak --pattern systemd_test.py
	Tests/Soak/deaths local every 2000
	Tests/Soak/deaths local random 1000
	$(SUDO) Tests/Soak/deaths systemd every 2000
	$(SUDO) Tests/Soak/deaths systemd random 300

fuzz: ## ten million made-up inputs for each reader of foreign input (hours)
	$(call install-packages,$(BUILD_PACKAGES))
	Tests/Fuzz/run --runs 10000000

sanitize: release ## the unit tests with the thread and the address sanitizer
	$(call install-packages,$(TEST_PACKAGES) $(DEMO_PACKAGES))
	Tests/sanitize thread
	Tests/sanitize address

deb: release ## build the Debian package into .build/deb, and check it with lintian
	$(call install-packages,$(DEB_PACKAGES))
	debian/build .build/deb

bench: deb ## measure speed and size against peers, in one run
	$(call install-packages,$(BENCH_PACKAGES))
	bench/run $(RELEASE)
	bench/day $(RELEASE)
	bench/check $(RELEASE)
	$(SUDO) bench/wipe

lint: ## check the format
	swift format lint --strict --recursive Sources Tests Package.swift

format: ## bring the format in order
	swift format --in-place --recursive Sources Tests Package.swift

install: release ## install below $(PREFIX)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)/etc/vcd
	for program in vcd vcctl vcd-seat vcd-helper vcd-board; do \
	    install -m 755 -s $(RELEASE)/$$program $(DESTDIR)$(PREFIX)/bin/; done
	$(RELEASE)/vcctl --generate-completion-script bash \
	    > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/vcctl
	$(RELEASE)/vcctl --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_vcctl
	[ -e $(DESTDIR)/etc/vcd/vcd.toml ] || install -m 644 config/vcd.toml $(DESTDIR)/etc/vcd/vcd.toml

clean: ## remove what was built
	rm -rf .build
