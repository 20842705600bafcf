"""Empty and failed states: designed, not accidental."""

import json
import shutil


def test_a_workspace_without_a_build_tells_how_to_make_one(tmp_path, start_dashboard, browser):
    page = browser.new_page()
    page.goto(start_dashboard(tmp_path))
    page.get_by_role("heading", name="Er is nog niets om te laten zien").wait_for(timeout=30_000)
    assert "python -m pipelines run" in page.inner_text("[data-testid=stMain]")
    assert page.locator("[data-testid=stException]").count() == 0
    page.close()


def test_a_failed_run_is_said_on_the_screen(tmp_path, workspace, start_dashboard, browser):
    copy = tmp_path / "kopie"
    shutil.copytree(workspace, copy)
    note = copy / "warehouse" / "last_run.json"
    run = json.loads(note.read_text(encoding="utf-8"))
    run |= {
        "status": "failed",
        "message_nl": "Het kaartbestand ontbreekt.",
        "message_en": "No map.",
    }
    note.write_text(json.dumps(run), encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{start_dashboard(copy)}/stadskaart")
    page.wait_for_selector("header.wp-top .wp-notice", timeout=30_000)
    notice = page.inner_text("header.wp-top .wp-notice")
    assert "De laatste verwerking is niet gelukt" in notice
    assert "Het kaartbestand ontbreekt." in notice
    page.close()
