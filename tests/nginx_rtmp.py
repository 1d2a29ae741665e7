"""nginx's RTMP module, as Debian installs it: the far end of pushes."""

from pathlib import Path

from tests.conftest import lack

MODULE = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")


def needed() -> None:
    """Skip the test by name where the module is not installed, or fail it in CI."""
    if not MODULE.exists():
        lack("libnginx-mod-rtmp")
