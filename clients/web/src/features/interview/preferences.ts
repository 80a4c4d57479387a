/** What a candidate has switched on or off on the interview page; remembered on this device only. */
import { useState } from "react";

export interface Preferences {
  readonly captions: boolean;
  /** Screen readers read finished captions aloud; some people prefer the voice alone. */
  readonly announceCaptions: boolean;
  readonly timeLeft: boolean;
  readonly shortcuts: boolean;
}

const KEY = "vivavoce.interview";
const DEFAULTS: Preferences = { captions: true, announceCaptions: true, timeLeft: true, shortcuts: true };

function load(captions: boolean): Preferences {
  const defaults = { ...DEFAULTS, captions };
  try {
    return { ...defaults, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return defaults;
  }
}

export function usePreferences(captionsWanted: boolean) {
  const [preferences, setPreferences] = useState(() => load(captionsWanted));
  const set = (change: Partial<Preferences>) => {
    const next = { ...preferences, ...change };
    setPreferences(next);
    try {
      localStorage.setItem(KEY, JSON.stringify(next));
    } catch {
      // Storage is blocked: it lasts as long as the page.
    }
  };
  return [preferences, set] as const;
}
