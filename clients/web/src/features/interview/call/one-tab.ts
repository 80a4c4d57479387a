/** One interview, one tab: the tab opened last speaks, earlier ones step back instead of fighting for the line. */

export interface OneTab {
  close(): void;
}

export function beTheOneTab(interview: string, onTakenOver: () => void): OneTab {
  if (typeof BroadcastChannel !== "function") return { close: () => undefined };
  const me = crypto.randomUUID();
  const channel = new BroadcastChannel(`vivavoce.interview.${interview}`);
  channel.addEventListener("message", (event) => {
    if (event.data !== me) onTakenOver();
  });
  channel.postMessage(me);
  return { close: () => channel.close() };
}
