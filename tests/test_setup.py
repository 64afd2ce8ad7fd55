"""The way from a bare machine to a running program: the lock and the system packages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def write_tool(folder: Path, name: str, body: str) -> None:
    tool = folder / name
    tool.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    tool.chmod(0o755)


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A folder of stand-ins: a Debian with one of Qt's libraries, no font, and a plain user."""
    write_tool(tmp_path, "ldconfig", 'echo "libGL.so.1 (libc6) => /lib/libGL.so.1"')
    write_tool(tmp_path, "fc-list", "")
    write_tool(tmp_path, "id", "echo 1000")
    write_tool(tmp_path, "sudo", "exit 1")
    write_tool(tmp_path, "apt-get", 'echo "apt-get $*"')
    return tmp_path


def check_packages(machine: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "scripts" / "qt_packages.sh"), *arguments],
        env={"PATH": f"{machine}:/usr/bin:/bin", "HOME": str(machine)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_host(lock: Path) -> None:
    assert not re.search(r"://|^--?(?!hash)\w", lock.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_of_a_lock_is_pinned_with_a_hash(lock: Path) -> None:
    entries = re.split(r"\n(?=\w)", lock.read_text(encoding="utf-8"))[1:]
    assert entries
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


def test_the_runtime_lock_brings_no_test_tools() -> None:
    runtime = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    assert not re.search(r"^(pytest|mypy|ruff|hypothesis)", runtime, re.MULTILINE)


needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="Debian packages")


@needs_linux
def test_a_user_without_rights_is_told_the_one_line_to_run_and_setup_goes_on(
    bare_machine: Path,
) -> None:
    result = check_packages(bare_machine)
    assert result.returncode == 0
    (line,) = result.stderr.splitlines()
    assert "Please run: sudo apt-get install -y libegl1 " in line
    assert line.endswith(" fonts-wqy-microhei")
    assert "libgl1" not in line
    assert "libxcb-cursor0" not in line


@needs_linux
def test_a_screen_needs_more_of_the_system(bare_machine: Path) -> None:
    assert "libxcb-cursor0" in check_packages(bare_machine, "screen").stderr


@needs_linux
def test_root_gets_what_is_missing_installed(bare_machine: Path) -> None:
    write_tool(bare_machine, "id", "echo 0")
    write_tool(bare_machine, "apt-get", f'echo "$*" >> {bare_machine}/calls')
    result = check_packages(bare_machine)
    assert result.returncode == 0
    assert not result.stderr
    update, install = (bare_machine / "calls").read_text(encoding="utf-8").splitlines()
    assert update.startswith("update")
    assert "install -y" in install
    assert install.endswith("fonts-wqy-microhei")


@needs_linux
def test_an_install_that_fails_ends_in_the_line_to_run(bare_machine: Path) -> None:
    write_tool(bare_machine, "id", "echo 0")
    write_tool(bare_machine, "apt-get", "exit 100")
    result = check_packages(bare_machine)
    assert result.returncode == 0
    assert "Please run: sudo apt-get install -y " in result.stderr
