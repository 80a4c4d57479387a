import { beforeEach, describe, expect, it, vi } from "vitest";
import type { LiveMessage } from "@/shared/api/types";
import { openLiveFeed } from "./live-feed";

class ScriptedSocket extends EventTarget {
  readyState = 0;
  readonly sent: string[] = [];
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = 3;
  }
  accept(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }
  say(data: string): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
  drop(code: number): void {
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent("close", { code }));
  }
}

function opened() {
  const sockets: ScriptedSocket[] = [];
  const messages: LiveMessage[] = [];
  const feed = openLiveFeed(
    "ws://test/live",
    (message) => messages.push(message),
    () => {
      const socket = new ScriptedSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
  );
  const last = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("no socket");
    return socket;
  };
  return { feed, sockets, messages, last };
}

beforeEach(() => {
  vi.useFakeTimers();
});

describe("the live feed", () => {
  it("passes messages on and ignores what is not one", () => {
    const { messages, last } = opened();
    last().accept();

    last().say('{"type":"state","state":"thinking"}');
    last().say("not json");
    last().say("[]");

    expect(messages).toEqual([{ type: "state", state: "thinking" }]);
  });

  it("comes back after a drop and then sends what was asked for meanwhile", async () => {
    const { feed, sockets, last } = opened();
    last().accept();
    last().drop(1006);

    feed.send({ command: "repeat" });
    await vi.advanceTimersByTimeAsync(500);
    last().accept();

    expect(sockets).toHaveLength(2);
    expect(last().sent).toEqual(['{"command":"repeat"}']);
  });

  it.each([1000, 4403, 4404, 4409, 4410])("does not come back after the final code %i", async (code) => {
    const { sockets, last } = opened();
    last().accept();

    last().drop(code);
    await vi.advanceTimersByTimeAsync(60_000);

    expect(sockets).toHaveLength(1);
  });
});
