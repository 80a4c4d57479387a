/** A modal question. Without Radix's overlay, whose scroll lock would write styles our content security policy forbids. */
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  children: ReactNode;
  /** What the dialog says, for screen readers to read on opening. */
  description?: string;
}

export function Dialog({ open, onOpenChange, title, description, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-shade/45" aria-hidden="true" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className="fixed inset-x-0 bottom-0 z-50 mx-auto grid max-h-[92dvh] w-full max-w-column gap-4 overflow-y-auto overscroll-contain rounded-t-panel border border-line bg-ground p-6 shadow-float sm:bottom-auto sm:top-[10dvh] sm:max-h-[80dvh] sm:rounded-panel"
        >
          <div className="flex items-center justify-between gap-4">
            <Radix.Title className="text-title">{title}</Radix.Title>
            <Radix.Close
              className="grid size-11 shrink-0 place-items-center rounded-control border border-transparent hover:border-edge"
              aria-label="Close"
            >
              <X className="size-5" aria-hidden="true" />
            </Radix.Close>
          </div>
          {description && <Radix.Description className="max-w-measure">{description}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
