"""The schedulers of the platforms: what `dreaming schedule` installs, shows and removes.

`systemd`, `launchd`, `schtasks` and `cron` only render: from the command and the interval to the bytes of files and the
commands that make them known. So what would be installed on any system can be shown, and tested, on every other.
"""
