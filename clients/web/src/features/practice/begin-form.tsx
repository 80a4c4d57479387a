/** Choosing what to practise: a role, and the whole interview or one part of it. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { asApiError } from "@/shared/api/errors";
import { beginPractice } from "@/shared/api/practice";
import type { Practice, PracticePack, SectionKind } from "@/shared/api/types";
import { minutes } from "@/shared/format";
import { Button } from "@/shared/ui/button";
import { Choice, SelectField } from "@/shared/ui/field";
import { ErrorNotice } from "@/shared/ui/notice";

interface BeginFormProps {
  space: string;
  packs: readonly PracticePack[];
  onBegun(practice: Practice): void;
}

export function BeginForm({ space, packs, onBegun }: BeginFormProps) {
  const [packId, setPackId] = useState(packs[0]?.id ?? "");
  const [part, setPart] = useState<SectionKind | null>("behavioral");
  const begun = useMutation({ mutationFn: () => beginPractice(space, packId, part), onSuccess: onBegun });
  const pack = packs.find((one) => one.id === packId);
  const choose = (id: string) => {
    const parts = packs.find((one) => one.id === id)?.parts ?? [];
    setPackId(id);
    if (part && !parts.some((one) => one.kind === part)) setPart(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begun.mutate();
  };
  return (
    <form onSubmit={submit} className="grid max-w-measure gap-5">
      <SelectField label="Role" value={packId} onChange={(event) => choose(event.target.value)}>
        {packs.map((one) => (
          <option key={one.id} value={one.id}>
            {one.title}
          </option>
        ))}
      </SelectField>
      <fieldset className="grid gap-1">
        <legend className="font-medium">What to practise</legend>
        {pack?.parts.map((one) => (
          <Choice
            key={one.kind}
            kind="radio"
            name="part"
            label={one.title}
            hint={`About ${minutes(one.minutes)}`}
            checked={part === one.kind}
            onChange={() => setPart(one.kind)}
          />
        ))}
        <Choice
          kind="radio"
          name="part"
          label="The whole interview"
          hint={pack && `About ${minutes(pack.minutes)}`}
          checked={part === null}
          onChange={() => setPart(null)}
        />
      </fieldset>
      {begun.isError && <ErrorNotice error={asApiError(begun.error)} />}
      <div>
        <Button type="submit" tone="primary" busy={begun.isPending}>
          Begin to practise
        </Button>
      </div>
    </form>
  );
}
