import asyncio
from contextlib import aclosing
from dataclasses import asdict

from tests.support.virtual_time import run_virtual
from vivavoce.interview.live_view import CaptionChanged, Ended, LiveView, Screen, SectionView, Snapshot
from vivavoce.interview.pace import Pace


def _screen() -> Screen:
    screen: Screen

    def snapshot() -> Snapshot:
        return Snapshot(
            status="live",
            state="listening",
            section=SectionView(kind="intro", title="Intro", index=0, count=6),
            time_left_s=60.0,
            muted=False,
            paused=False,
            typed=False,
            pace=Pace.NORMAL,
            captions=screen.captions,
        )

    screen = Screen(snapshot)
    return screen


def test_a_watcher_that_falls_behind_gets_a_fresh_snapshot_and_holds_nobody_up() -> None:
    async def play() -> tuple[list[LiveView], int]:
        screen = _screen()
        seen: list[LiveView] = []
        async with aclosing(screen.watch()) as changes:
            seen.append(await anext(changes))
            for number in range(1000):
                screen.caption(id="one", speaker="candidate", text=f"word {number}", final=False)
            screen.show(Ended(reason="completed"))
            async for change in changes:
                seen.append(change)  # noqa: PERF401 - read in order
        return seen, screen.lagged

    (seen, lagged), _ = run_virtual(play())

    assert lagged >= 1
    assert len(seen) < 300
    assert isinstance(seen[1], Snapshot)
    assert seen[1].captions[0].text == "word 999"
    assert seen[-1] == Ended(reason="completed")


def test_a_caption_taken_back_is_gone_from_the_snapshot() -> None:
    screen = _screen()

    screen.caption(id="one", speaker="candidate", text="draft", final=False)
    screen.caption(id="one", speaker="candidate", text="", final=True)

    assert screen.captions == ()


def test_a_view_is_its_message() -> None:
    assert asdict(CaptionChanged(id="one", speaker="candidate", text="Hello", final=True)) == {
        "type": "caption",
        "id": "one",
        "speaker": "candidate",
        "text": "Hello",
        "final": True,
    }


def test_two_watchers_see_the_same() -> None:
    async def play() -> list[list[str]]:
        screen = _screen()

        async def watch() -> list[str]:
            async with aclosing(screen.watch()) as changes:
                return [change.type async for change in changes]

        watching = [asyncio.create_task(watch()) for _ in range(2)]
        await asyncio.sleep(0.1)
        screen.caption(id="one", speaker="interviewer", text="Hello", final=True)
        screen.show(Ended(reason="completed"))
        return await asyncio.gather(*watching)

    seen, _ = run_virtual(play())

    assert seen == [["snapshot", "caption", "ended"]] * 2
