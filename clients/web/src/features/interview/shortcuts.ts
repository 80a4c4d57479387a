/** Single-key shortcuts; never while something is being written, a dialog is open, or they are switched off. */
import { useEffect, useRef } from "react";

export type Shortcut = "m" | "g" | "r" | "t" | "p" | "?";

export const SHORTCUTS: readonly { key: Shortcut; what: string }[] = [
  { key: "m", what: "Microphone off and on" },
  { key: "g", what: "Give me a moment" },
  { key: "r", what: "Repeat the question" },
  { key: "t", what: "Type instead" },
  { key: "p", what: "Pause and go on" },
  { key: "?", what: "Help with the keys" },
];

function isShortcut(key: string): key is Shortcut {
  return SHORTCUTS.some((shortcut) => shortcut.key === key);
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"], [role="menu"]')) return true;
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}

export function useShortcuts(enabled: boolean, actions: Record<Shortcut, () => void>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    if (!enabled) return;
    const pressed = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (!isShortcut(key) || isBusy(event.target)) return;
      event.preventDefault();
      latest.current[key]();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [enabled]);
}
