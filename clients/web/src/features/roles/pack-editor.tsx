/** A role pack as text, checked by the server: every fault with its line, and a way to it. */
import { useMutation } from "@tanstack/react-query";
import { type UIEvent, useId, useRef } from "react";
import { asApiError } from "@/shared/api/errors";
import { lintPack } from "@/shared/api/reviewer";
import type { PackFault } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { ErrorNotice, Notice } from "@/shared/ui/notice";

interface PackEditorProps {
  yaml: string;
  onChange(yaml: string): void;
}

/** Where a line (from 1) begins and ends in a text. */
export function lineSpan(text: string, line: number): [number, number] {
  const lines = text.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return [start, start + (lines[line - 1]?.length ?? 0)];
}

function Faults({ faults, onGo }: { faults: readonly PackFault[]; onGo(line: number): void }) {
  if (faults.length === 0) return <Notice title="This pack can be used." live="status" />;
  return (
    <Notice tone="danger" title={faults.length === 1 ? "One fault" : `${faults.length} faults`} live="alert">
      <ul className="mt-2 grid gap-2">
        {faults.map((fault) => (
          <li key={`${fault.line}${fault.field}${fault.message}`}>
            <button
              type="button"
              onClick={() => onGo(fault.line)}
              className="figures inline-flex min-h-6 items-center underline underline-offset-4"
            >
              Line {fault.line}
            </button>{" "}
            <code className="break-all font-mono text-small">{fault.field}</code>: {fault.message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

export function PackEditor({ yaml, onChange }: PackEditorProps) {
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLPreElement>(null);
  const checked = useMutation({ mutationFn: () => lintPack(yaml) });
  const count = yaml.split("\n").length;

  const go = (line: number) => {
    const element = box.current;
    if (!element) return;
    element.focus();
    element.setSelectionRange(...lineSpan(yaml, line));
    element.scrollTop = (line / count) * element.scrollHeight - element.clientHeight / 2;
  };
  const scrolled = (event: UIEvent<HTMLTextAreaElement>) => {
    if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
  };
  return (
    <div className="grid gap-4">
      <label htmlFor={id} className="font-medium">
        Role pack
      </label>
      <div className="flex h-[32rem] overflow-hidden rounded-control border border-edge bg-raised font-mono text-small">
        <pre
          ref={numbers}
          aria-hidden="true"
          className="figures overflow-hidden py-2 pr-2 pl-3 text-right text-soft"
        >
          {Array.from({ length: count }, (_, index) => index + 1).join("\n")}
          {"\n\n"}
        </pre>
        <textarea
          ref={box}
          id={id}
          value={yaml}
          wrap="off"
          spellCheck={false}
          onScroll={scrolled}
          onChange={(event) => {
            checked.reset();
            onChange(event.target.value);
          }}
          className="min-w-0 grow resize-none px-2 py-2"
        />
      </div>
      {checked.isError && <ErrorNotice error={asApiError(checked.error)} />}
      {checked.isSuccess && <Faults faults={checked.data.faults} onGo={go} />}
      <Button busy={checked.isPending} onClick={() => checked.mutate()} className="justify-self-start">
        Check
      </Button>
    </div>
  );
}
