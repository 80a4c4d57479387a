/** What a candidate can do at any moment, always in the same place. */
import {
  Ellipsis,
  Hourglass,
  Keyboard,
  type LucideIcon,
  Mic,
  MicOff,
  Pause,
  Play,
  RotateCcw,
} from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { PaceChoices, type PaceProps, PaceTool } from "./pace";
import { ENTRY, MENU, TOOL } from "./tool-styles";

interface ToolProps {
  icon: LucideIcon;
  label: string;
  shortcut?: string | undefined;
  pressed?: boolean;
  disabled?: boolean;
  onPress(): void;
}

function Tool({ icon: Icon, label, shortcut, pressed, disabled, onPress }: ToolProps) {
  const colours = pressed ? "border-ink bg-ink text-ground" : "border-edge bg-raised hover:border-ink";
  return (
    <button
      type="button"
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut}
      disabled={disabled}
      onClick={onPress}
      className={`${TOOL} ${colours}`}
    >
      <Icon className="size-5 shrink-0" aria-hidden="true" />
      {label}
    </button>
  );
}

export interface MenuEntry {
  label: string;
  /** A switch when given. */
  checked?: boolean;
  danger?: boolean;
  onSelect(): void;
}

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry.checked === undefined) {
    return (
      <DropdownMenu.Item
        className={`${ENTRY} ${entry.danger ? "text-danger" : ""}`}
        onSelect={entry.onSelect}
      >
        {entry.label}
      </DropdownMenu.Item>
    );
  }
  return (
    <DropdownMenu.CheckboxItem
      className={`${ENTRY} justify-between`}
      checked={entry.checked}
      onSelect={entry.onSelect}
    >
      {entry.label}
      <span className="text-small text-soft" aria-hidden="true">
        {entry.checked ? "On" : "Off"}
      </span>
    </DropdownMenu.CheckboxItem>
  );
}

function More({ entries, ...pace }: PaceProps & { entries: MenuEntry[] }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={`${TOOL} border-edge bg-raised hover:border-ink`}>
        <Ellipsis className="size-5 shrink-0" aria-hidden="true" />
        More
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end" sideOffset={8} collisionPadding={8} className={MENU}>
        <PaceChoices {...pace} className="mb-2 border-line border-b pb-2 sm:hidden" />
        {entries.map((entry) => (
          <Entry key={entry.label} entry={entry} />
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

export interface ToolbarProps extends PaceProps {
  speaks: boolean;
  muted: boolean;
  paused: boolean;
  typing: boolean;
  live: boolean;
  /** The microphone is open. */
  hears: boolean;
  shortcuts: boolean;
  onMute(): void;
  onMoment(): void;
  onRepeat(): void;
  onType(): void;
  onPause(): void;
  more: MenuEntry[];
  children?: ReactNode;
}

export function Toolbar({
  speaks,
  muted,
  paused,
  typing,
  live,
  hears,
  shortcuts,
  pace,
  more,
  ...on
}: ToolbarProps) {
  const key = (name: string) => (shortcuts ? name : undefined);
  const away = !live || paused;
  return (
    <div
      role="toolbar"
      aria-label="Interview"
      className={`grid gap-2 sm:flex sm:flex-wrap sm:justify-center ${speaks ? "grid-cols-3" : "grid-cols-4"}`}
    >
      {speaks && (
        <Tool
          icon={muted ? MicOff : Mic}
          label={muted ? "Microphone off" : "Microphone on"}
          shortcut={key("m")}
          pressed={muted}
          disabled={typing || !hears}
          onPress={on.onMute}
        />
      )}
      <Tool
        icon={Hourglass}
        label="Give me a moment"
        shortcut={key("g")}
        disabled={away}
        onPress={on.onMoment}
      />
      <Tool icon={RotateCcw} label="Repeat" shortcut={key("r")} disabled={away} onPress={on.onRepeat} />
      {speaks && (
        <Tool icon={Keyboard} label="Type instead" shortcut={key("t")} pressed={typing} onPress={on.onType} />
      )}
      <Tool
        icon={paused ? Play : Pause}
        label={paused ? "Go on" : "Pause"}
        shortcut={key("p")}
        disabled={!live}
        onPress={on.onPause}
      />
      <PaceTool pace={pace} onPace={on.onPace} disabled={!live} />
      <More entries={more} pace={pace} onPace={on.onPace} />
    </div>
  );
}
