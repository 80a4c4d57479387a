/** How long the interviewer waits before it speaks: the candidate's to choose, at any moment. */
import { Check, Gauge } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useId } from "react";
import type { Pace } from "@/shared/api/types";
import { ENTRY, MENU, TOOL } from "./tool-styles";

const PACES: readonly { pace: Pace; label: string; hint: string }[] = [
  { pace: "unhurried", label: "Unhurried", hint: "waits longer" },
  { pace: "normal", label: "Normal", hint: "" },
  { pace: "brisk", label: "Brisk", hint: "waits less" },
];

export interface PaceProps {
  pace: Pace;
  onPace(pace: Pace): void;
}

/** The choices, for any menu. */
export function PaceChoices({ pace, onPace, className = "" }: PaceProps & { className?: string }) {
  const label = useId();
  return (
    <DropdownMenu.RadioGroup
      value={pace}
      onValueChange={(chosen) => onPace(chosen as Pace)}
      aria-labelledby={label}
      className={className}
    >
      <DropdownMenu.Label id={label} className="px-3 py-2 text-small text-soft">
        How long it waits before it speaks
      </DropdownMenu.Label>
      {PACES.map((one) => (
        <DropdownMenu.RadioItem key={one.pace} value={one.pace} className={`${ENTRY} justify-between`}>
          <span>
            {one.label}
            {one.hint && <span className="text-small text-soft">, {one.hint}</span>}
          </span>
          <DropdownMenu.ItemIndicator>
            <Check className="size-5" aria-hidden="true" />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

/** A tool of its own where there is room for one; on a phone the choices are under "More". */
export function PaceTool({ pace, onPace, disabled }: PaceProps & { disabled: boolean }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        disabled={disabled}
        className={`${TOOL} border-edge bg-raised hover:border-ink max-sm:hidden`}
      >
        <Gauge className="size-5 shrink-0" aria-hidden="true" />
        Pace
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="center" sideOffset={8} collisionPadding={8} className={MENU}>
        <PaceChoices pace={pace} onPace={onPace} />
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
