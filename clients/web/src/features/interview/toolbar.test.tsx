import { render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Toolbar } from "./toolbar";
import { TypedAnswer } from "./typed-answer";

const nothing = () => undefined;

function shown(live = true) {
  const onPace = vi.fn();
  render(
    <Toolbar
      speaks
      live={live}
      hears
      shortcuts
      muted={false}
      paused={false}
      typing={false}
      pace="normal"
      onPace={onPace}
      onMute={nothing}
      onMoment={nothing}
      onRepeat={nothing}
      onType={nothing}
      onPause={nothing}
      more={[]}
    />,
  );
  return onPace;
}

it("the pace is chosen with the keyboard alone, and the present one is marked", async () => {
  const onPace = shown();
  const user = userEvent.setup();

  screen.getByRole("button", { name: "Pace" }).focus();
  await user.keyboard("{Enter}");
  expect(screen.getByRole("menuitemradio", { name: "Normal" })).toBeChecked();
  await user.keyboard("{Home}{Enter}");

  expect(onPace).toHaveBeenCalledExactlyOnceWith("unhurried");
});

it("where there is no room for a button, the pace is the first thing under More", async () => {
  shown();
  const user = userEvent.setup();

  await user.click(screen.getByRole("button", { name: "More" }));

  expect(screen.getByRole("group", { name: "How long it waits before it speaks" })).toBeInTheDocument();
});

it("without a connection the pace cannot be changed", () => {
  shown(false);

  expect(screen.getByRole("button", { name: "Pace" })).toBeDisabled();
});

it("whoever writes says so now and then, not with every letter", async () => {
  const onWriting = vi.fn();
  render(<TypedAnswer sessionId="ses_1" onSend={nothing} onWriting={onWriting} autoFocus={false} />);

  await userEvent.type(screen.getByRole("textbox"), "With an index.");

  expect(onWriting).toHaveBeenCalledTimes(1);
});
