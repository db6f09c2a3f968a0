"""Network file systems are told by the list of mounts."""

from pathlib import Path

import pytest

from storage.mounts import file_system, on_network

MOUNTS = r"""
22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
35 22 0:31 / /mnt/clinic rw,relatime shared:2 - nfs4 nas:/clinic rw,vers=4.2
36 22 0:32 / /mnt/clinic/local rw shared:3 - ext4 /dev/sdb1 rw
37 22 0:33 / /mnt/shared\040drive rw - cifs //nas/x rw
38 22 0:34 / /srv rw - fuse.sshfs desk@nas:/srv rw
39 22 0:35 / /over rw - nfs nas:/over rw
40 22 0:36 / /over rw - tmpfs tmpfs rw
41 22 0:37 / /mnt/cli rw master:1 propagate_from:2 - xfs /dev/sdc1 rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/paydesk.db", "ext4"),
        ("/mnt/clinic/paydesk.db", "nfs4"),
        ("/mnt/clinic/local/paydesk.db", "ext4"),
        ("/mnt/clinical/paydesk.db", "ext4"),
        ("/mnt/shared drive/paydesk.db", "cifs"),
        ("/srv/paydesk.db", "fuse.sshfs"),
        ("/over/paydesk.db", "tmpfs"),
        ("/mnt/cli/paydesk.db", "xfs"),
        ("/mnt/cli/../clinic/paydesk.db", "nfs4"),
    ],
)
def test_a_file_is_on_the_deepest_and_latest_mount_above_it(path: str, kind: str) -> None:
    assert file_system(Path(path), MOUNTS) == kind


def test_a_link_is_followed_to_where_the_file_is(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/mnt/clinic")
    assert on_network(tmp_path / "link" / "paydesk.db", lambda: MOUNTS)


def test_local_and_unknown_places_are_not_on_a_network(tmp_path: Path) -> None:
    assert not on_network(Path("/mnt/clinic/local/paydesk.db"), lambda: MOUNTS)
    assert not on_network(Path("/anything"), lambda: "")
    assert not on_network(Path("/anything"), lambda: "garbage\n- - -\n\n")


def test_the_mounts_of_this_machine_can_be_read(tmp_path: Path) -> None:
    assert file_system(tmp_path, Path("/proc/self/mountinfo").read_text()) is not None
