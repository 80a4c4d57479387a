import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { RemoteVoice } from "./remote-voice";

const STREAM = {} as MediaStream;

it("offers a button when the browser keeps the page silent, and plays once it is pressed", async () => {
  const play = vi
    .spyOn(HTMLMediaElement.prototype, "play")
    .mockRejectedValueOnce(new DOMException("no gesture yet", "NotAllowedError"))
    .mockResolvedValue();
  render(<RemoteVoice stream={STREAM} speaker="" />);

  await userEvent.click(await screen.findByRole("button", { name: "Turn the sound on" }));

  await waitFor(() => expect(screen.queryByRole("button")).not.toBeInTheDocument());
  expect(play).toHaveBeenCalledTimes(2);
});

it("shows nothing when the voice can be heard", async () => {
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();

  render(<RemoteVoice stream={STREAM} speaker="" />);
  await Promise.resolve();

  expect(screen.queryByRole("button")).not.toBeInTheDocument();
});
