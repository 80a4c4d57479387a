/** The live events of an interview over a WebSocket that comes back by itself. */
import type { LiveCommand, LiveMessage } from "@/shared/api/types";

export interface LiveFeed {
  /** Sends at once, or as soon as the connection is back. */
  send(command: LiveCommand): void;
  close(): void;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5_000;
/** Closings after which calling again is of no use: the interview ended, the link is no good, another tab is open. */
const FINAL_CODES = new Set([1000, 4403, 4404, 4409, 4410]);
/** Commands kept while the connection is away; more than these nobody meant. */
const MAX_WAITING = 20;

function parsed(data: unknown): LiveMessage | null {
  if (typeof data !== "string") return null;
  try {
    const message: unknown = JSON.parse(data);
    const known = typeof message === "object" && message !== null && "type" in message;
    return known ? (message as LiveMessage) : null;
  } catch {
    return null;
  }
}

export function openLiveFeed(
  url: string,
  onMessage: (message: LiveMessage) => void,
  open: (url: string) => WebSocket = (address) => new WebSocket(address),
): LiveFeed {
  let socket: WebSocket;
  let retryMs = FIRST_RETRY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  const waiting: LiveCommand[] = [];

  function connect(): void {
    socket = open(url);
    socket.addEventListener("open", () => {
      retryMs = FIRST_RETRY_MS;
      for (const command of waiting.splice(0)) socket.send(JSON.stringify(command));
    });
    socket.addEventListener("message", (event) => {
      const message = parsed(event.data);
      if (message && !closed) onMessage(message);
    });
    socket.addEventListener("close", (event) => {
      if (closed || FINAL_CODES.has(event.code)) return;
      timer = setTimeout(connect, retryMs);
      retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
    });
  }

  connect();
  return {
    send(command) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(command));
      else if (waiting.length < MAX_WAITING) waiting.push(command);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      socket.close();
    },
  };
}
