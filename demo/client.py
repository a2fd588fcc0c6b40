"""The real call program of the demos: Chromium on the call page, with a made-up camera and microphone."""


def chromium(port):
    """The command of the configuration."""
    return [
        "chromium", "--kiosk", "--no-first-run", "--no-default-browser-check", "--password-store=basic",
        "--disable-gpu", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
        "--autoplay-policy=no-user-gesture-required", "--allow-loopback-in-peer-connection",
        "--ozone-platform=x11", "--window-size=1280,720", "--window-position=0,0",
        f"http://127.0.0.1:{port}/",
    ]
