"""Generated pages are in step, and links between pages lead somewhere (`tests.readme` runs what the README shows)."""

from __future__ import annotations

import importlib.util
import re
import subprocess

import pytest

from tests.conftest import ROOT, TRACED


def test_the_generated_pages_are_in_step() -> None:
    spec = importlib.util.spec_from_file_location("make_pages", ROOT / "docs" / "make_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, page in module.PAGES.items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page(), f"{name}: run `make docs`"


def test_the_editor_is_fetched_without_installing_the_package_again() -> None:
    (rule,) = re.findall(r"yasgui\.min\.js: .*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    (extra,) = re.findall(
        r'^assets = \["([a-z-]+)', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert f"constraints.txt {extra} " in rule
    assert "$(INSTALL)" not in rule


def test_what_the_tests_mark_for_the_tracer_is_what_the_makefile_hands_it() -> None:
    (named,) = re.findall(r"^LAW_TESTS := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert tuple(named.split()) == TRACED


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_no_absolute_path_of_a_machine_and_no_registry_address_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    wrong = re.compile(r"/(root|home|work)/[A-Za-z._-]+|(index|extra)-url|https?://[^ ]*(pypi|npmjs)\.[a-z]+")
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {
            ".py",
            ".md",
            ".toml",
            ".txt",
            ".yml",
            ".json",
            ".csv",
            ".ttl",
            ".ipynb",
            "",
        } and path != ROOT / ("tests/test_docs.py"):
            assert not wrong.search(path.read_text(encoding="utf-8")), name
