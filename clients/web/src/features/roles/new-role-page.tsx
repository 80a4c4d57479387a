/** Makes a role from a shipped pack, as it is or edited. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { asApiError } from "@/shared/api/errors";
import { createRole, packQuery, packsQuery } from "@/shared/api/reviewer";
import type { PackSummary, RoleDetail } from "@/shared/api/types";
import { minutes } from "@/shared/format";
import { Button } from "@/shared/ui/button";
import { Choice, TextField } from "@/shared/ui/field";
import { LoadingPage } from "@/shared/ui/message-page";
import { ErrorNotice } from "@/shared/ui/notice";
import { Page } from "@/shared/ui/page";
import { PackEditor } from "./pack-editor";
import { PackPreview } from "./pack-preview";

interface Draft {
  title: string;
  packId: string;
  /** Null: the pack as it is shipped. */
  yaml: string | null;
}

function PackChoice({
  packs,
  chosen,
  onChoose,
}: {
  packs: PackSummary[];
  chosen: string;
  onChoose(pack: PackSummary): void;
}) {
  return (
    <fieldset>
      <legend className="font-medium">Role pack</legend>
      {packs.map((pack) => (
        <Choice
          key={pack.id}
          kind="radio"
          name="pack"
          label={pack.title}
          hint={`${pack.summary.trim()} ${pack.questions} questions, ${minutes(pack.minutes)}.`}
          checked={chosen === pack.id}
          onChange={() => onChoose(pack)}
        />
      ))}
    </fieldset>
  );
}

function ChosenPack({ draft, onEdit }: { draft: Draft; onEdit(yaml: string | null): void }) {
  const { data: pack, error } = useQuery(packQuery(draft.packId));
  if (error) return <ErrorNotice error={asApiError(error)} />;
  if (!pack) return <p className="text-soft">Loading the pack</p>;
  if (draft.yaml !== null) {
    return (
      <div className="grid gap-4">
        <PackEditor yaml={draft.yaml} onChange={onEdit} />
        <Button onClick={() => onEdit(null)} className="justify-self-start">
          Use the pack as it is
        </Button>
      </div>
    );
  }
  return (
    <div className="grid gap-6">
      <PackPreview pack={pack} />
      <Button onClick={() => onEdit(pack.yaml)} className="justify-self-start">
        Edit as YAML
      </Button>
    </div>
  );
}

export function NewRolePage({ onCreated }: { onCreated(role: RoleDetail): void }) {
  const { data: packs, error } = useQuery(packsQuery);
  const [draft, setDraft] = useState<Draft>({ title: "", packId: "", yaml: null });
  const [tried, setTried] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const made = useMutation({
    mutationFn: () =>
      createRole({
        title: draft.title.trim(),
        ...(draft.yaml === null ? { pack_id: draft.packId } : { pack_yaml: draft.yaml }),
      }),
    onSuccess: onCreated,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (draft.title.trim() && draft.packId) made.mutate();
  };
  if (!packs && !error) return <LoadingPage what="Loading the role packs" />;
  return (
    <Page
      title="New role"
      lead="A role is one opening. Its pack says what is asked and how answers are rated; later changes make a new role."
    >
      {error && <ErrorNotice error={asApiError(error)} />}
      <form onSubmit={submit} noValidate className="grid gap-8">
        <PackChoice
          packs={packs ?? []}
          chosen={draft.packId}
          onChoose={(pack) => change({ packId: pack.id, title: draft.title || pack.title, yaml: null })}
        />
        {tried && !draft.packId && <p className="text-danger">Choose a role pack.</p>}
        <TextField
          label="Title"
          hint="As candidates read it in their invitation."
          value={draft.title}
          maxLength={200}
          onChange={(event) => change({ title: event.target.value })}
          error={tried && !draft.title.trim() ? "Give the role a title." : undefined}
        />
        {draft.packId && <ChosenPack key={draft.packId} draft={draft} onEdit={(yaml) => change({ yaml })} />}
        {made.isError && <ErrorNotice error={asApiError(made.error)} />}
        <Button type="submit" tone="primary" busy={made.isPending} className="justify-self-start">
          Create the role
        </Button>
      </form>
    </Page>
  );
}
