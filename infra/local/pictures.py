"""Takes pictures of Airflow's pages by a headless Chromium, as a plan on stdin says.

It runs in an environment of its own, .venv/screenshots: screenshots.py makes the states that the
pictures show, and starts this.
"""

import json
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars"]
SETTLE_MILLISECONDS = 2_500


def main() -> None:
    plan = json.load(sys.stdin)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for picture in plan:
            width, height = picture["size"]
            page = browser.new_page(viewport={"width": width, "height": height})
            view = picture.get("view", "grid")
            page.add_init_script(f"localStorage.setItem('default_dag_view', '\"{view}\"')")
            take(page, picture)
            page.close()
        browser.close()


def take(page: Page, picture: dict) -> None:
    """Opens the page, waits for a text on it, presses what is to be pressed, and looks."""
    page.goto(picture["url"], wait_until="domcontentloaded")
    page.get_by_text(picture["text"]).first.wait_for(timeout=60_000)
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    for button in picture.get("press", []):
        page.get_by_role("button", name=button).first.click()
        page.wait_for_timeout(SETTLE_MILLISECONDS)
    file = Path(picture["file"])
    page.screenshot(path=file)
    print(f"{file.name}: {file.stat().st_size // 1000} kB", flush=True)


if __name__ == "__main__":
    main()
