/** Where in the interview one is: section N of M, and the time left for those who want to see it. */
import { Clock, Wifi, WifiLow, WifiOff } from "lucide-react";
import type { LiveSection } from "@/shared/api/types";
import { clock } from "@/shared/format";
import type { Quality } from "./call/quality";

const QUALITIES = {
  good: { icon: Wifi, text: "Connection good" },
  weak: { icon: WifiLow, text: "Connection weak" },
  poor: { icon: WifiOff, text: "Connection poor" },
} as const;

function Connection({ quality }: { quality: Quality }) {
  if (quality === "unknown") return null;
  const { icon: Icon, text } = QUALITIES[quality];
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon className="size-4" aria-hidden="true" />
      <span className={quality === "good" ? "sr-only sm:not-sr-only" : ""}>{text}</span>
    </span>
  );
}

interface ProgressBarProps {
  section: LiveSection | null;
  timeLeftS: number | null;
  quality: Quality;
}

export function ProgressBar({ section, timeLeftS, quality }: ProgressBarProps) {
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 text-small">
        <h2 className="font-sans font-medium">
          {section ? `Part ${section.index + 1} of ${section.count}: ${section.title}` : "Your interview"}
        </h2>
        <p className="flex items-center gap-4 text-soft">
          <Connection quality={quality} />
          {timeLeftS !== null && section && (
            <span className="figures inline-flex items-center gap-1.5">
              <Clock className="size-4" aria-hidden="true" />
              {clock(timeLeftS)} left
            </span>
          )}
        </p>
      </div>
      {section && (
        <div className="flex gap-1" aria-hidden="true">
          {Array.from({ length: section.count }, (_, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: sections never change places
              key={index}
              className={`h-1 grow forced-colors:border ${index <= section.index ? "bg-accent" : "bg-line"}`}
            />
          ))}
        </div>
      )}
    </div>
  );
}
