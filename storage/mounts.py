"""Which file systems are on a network: there, SQLite's locks can't be relied on."""

import os
from collections.abc import Callable
from pathlib import Path

NETWORK = frozenset(
    {
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.ceph",
        "fuse.davfs2",
        "fuse.gcsfuse",
        "fuse.glusterfs",
        "fuse.s3fs",
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "smb2",
        "smb3",
        "smbfs",
        "virtiofs",
    }
)
"""Types as they stand in /proc/self/mountinfo, of file systems that several machines may share."""


def _mountinfo() -> str:
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def on_network(path: Path, mountinfo: Callable[[], str] = _mountinfo) -> bool:
    """Whether the file is on a network file system. Where that can't be told, it is not."""
    return file_system(path, mountinfo()) in NETWORK


def file_system(path: Path, mountinfo: str) -> str | None:
    """The type of the file system that holds `path`: that of the deepest mount above it.

    Of two mounts at the same place the later line is the one that is seen. The format is that of
    proc_pid_mountinfo(5).
    """
    wanted = os.path.realpath(path)
    deepest, found = "", None
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        place = _unescaped(fields[4])
        above = place.rstrip("/") + "/"
        if (wanted + "/").startswith(above) and len(place) >= len(deepest):
            deepest, found = place, after.split(" ")[0]
    return found


def _unescaped(place: str) -> str:
    r"""Spaces and the like stand there as \040."""
    for code in (" ", "\t", "\n", "\\"):
        place = place.replace(f"\\{ord(code):03o}", code)
    return place
