/** The frame of the practice pages: it says whose space this is, and never leads to anything about interviews. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Mark } from "@/shared/voice/mark";
import { ThemeSwitch } from "../theme-switch";

const PLACE =
  "inline-flex min-h-11 items-center border-b-2 border-transparent px-1 hover:border-edge aria-[current=page]:border-accent aria-[current=page]:font-medium";

export function PracticeFrame({ space, children }: { space: string | null; children: ReactNode }) {
  return (
    <>
      <header className="border-line border-b print:hidden">
        <div className="mx-auto flex min-h-16 w-full max-w-page flex-wrap items-center gap-x-5 px-4 sm:px-6">
          <span className="inline-flex items-center gap-3 font-semibold font-serif">
            <Mark className="size-8" />
            <span className="sr-only sm:not-sr-only">Viva Voce practice</span>
          </span>
          {space && (
            <nav aria-label="Practice" className="flex gap-x-5">
              <Link
                to="/practice/$space"
                params={{ space }}
                activeOptions={{ exact: true }}
                className={PLACE}
              >
                Practise
              </Link>
              <Link to="/practice/$space/progress" params={{ space }} className={PLACE}>
                Progress
              </Link>
            </nav>
          )}
          <div className="ml-auto">
            <ThemeSwitch />
          </div>
        </div>
      </header>
      {children}
    </>
  );
}
