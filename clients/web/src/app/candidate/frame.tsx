/** The frame of a candidate's pages: whose interview, which step, and the way to a person. */
import { LifeBuoy } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { CandidateView } from "@/shared/api/types";
import { HelpDialog } from "@/shared/candidate/help-dialog";
import { buttonClass } from "@/shared/ui/button";
import { Mark } from "@/shared/voice/mark";
import { ThemeSwitch } from "../theme-switch";

export const STEPS = ["Invitation", "Your choices", "Sound check", "Interview"] as const;

interface FrameProps {
  token: string;
  view: CandidateView | null;
  step: number | null;
  children: ReactNode;
}

export function CandidateFrame({ token, view, step, children }: FrameProps) {
  const [help, setHelp] = useState(false);
  return (
    <>
      <header className="border-line border-b print:hidden">
        <div className="mx-auto flex min-h-16 w-full max-w-page items-center gap-3 px-4 sm:px-6">
          <Mark className="size-8" />
          <div className="min-w-0 grow leading-tight">
            <p className="truncate font-medium">{view?.organisation ?? "Viva Voce"}</p>
            {step !== null && (
              <p className="truncate text-small text-soft">
                Step {step + 1} of {STEPS.length}
                <span className="sr-only sm:not-sr-only">: {STEPS[step]}</span>
              </p>
            )}
          </div>
          <ThemeSwitch />
          {view && (
            <button type="button" onClick={() => setHelp(true)} className={buttonClass("plain")}>
              <LifeBuoy className="size-5" aria-hidden="true" />
              Help
            </button>
          )}
        </div>
      </header>
      {children}
      {view && (
        <HelpDialog token={token} contactEmail={view.contact_email} open={help} onOpenChange={setHelp} />
      )}
    </>
  );
}
