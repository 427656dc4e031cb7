"""OpenStack Swift with its S3 API in one process on loopback, out of Debian's `python3-swift`.

Started as a program by `tests/sync/servers.py` under the system's Python (the project's own has no Swift):
    /usr/bin/python3 swift_program.py FOLDER KEY SECRET
Account, container, object and proxy server are Swift's own, each on a socket of its own; only what Swift's
init scripts do (rings, configuration, listening) stands here. Says one line of JSON when it listens.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import eventlet

eventlet.monkey_patch()

from eventlet import wsgi  # noqa: E402
from swift.common import utils  # noqa: E402

PROXY = """
[DEFAULT]
swift_dir = {folder}
log_name = proxy
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck s3api tempauth proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {secret} .admin
"""


class Cache:
    """What a memcached keeps for Swift, in this one process."""

    def __init__(self) -> None:
        self._kept: dict[str, object] = {}

    def get(self, key: str, **_more: object) -> object:
        return self._kept.get(key)

    def set(self, key: str, value: object, **_more: object) -> None:
        self._kept[key] = value

    def delete(self, key: str, **_more: object) -> None:
        self._kept.pop(key, None)


def main(folder: Path, key: str, secret: str) -> None:
    logging.basicConfig(level=logging.CRITICAL)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "swift.conf").write_text("[swift-hash]\nswift_hash_path_suffix = tests\n")
    utils.SWIFT_CONF_FILE = str(folder / "swift.conf")
    utils.validate_configuration()

    from swift.common.ring import RingBuilder
    from swift.common.storage_policy import reload_storage_policies

    reload_storage_policies()
    listeners = {kind: eventlet.listen(("127.0.0.1", 0)) for kind in ("account", "container", "object")}
    (folder / "node" / "disk").mkdir(parents=True, exist_ok=True)
    for kind, listener in listeners.items():
        port = listener.getsockname()[1]
        where = {"ip": "127.0.0.1", "port": port, "device": "disk"}
        builder = RingBuilder(2, 1, 0)
        builder.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1, **where})
        builder.rebalance()
        builder.get_ring().save(str(folder / f"{kind}.ring.gz"))

    from swift.account.server import AccountController
    from swift.common.wsgi import loadapp
    from swift.container.server import ContainerController
    from swift.obj.server import ObjectController

    own = {"swift_dir": str(folder), "devices": str(folder / "node"), "mount_check": "false"}
    apps = {"account": AccountController, "container": ContainerController, "object": ObjectController}
    silent = {"log_output": False, "keepalive": True}
    for kind, listener in listeners.items():
        eventlet.spawn(wsgi.server, listener, apps[kind](own), **silent)

    account, _, user = key.partition(":")
    settings = {"folder": folder, "account": account, "user": user, "secret": secret}
    (folder / "proxy.conf").write_text(PROXY.format(**settings))
    proxy = loadapp(str(folder / "proxy.conf"))
    front = eventlet.listen(("127.0.0.1", 0))
    sys.stdout.write(json.dumps({"port": front.getsockname()[1]}) + "\n")
    sys.stdout.flush()
    cache = Cache()
    wsgi.server(front, lambda env, answer: proxy(env | {"swift.cache": cache}, answer), **silent)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
