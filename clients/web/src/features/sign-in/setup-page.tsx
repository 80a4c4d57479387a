/** The first administrator, by the one-time link that the server printed when it started. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { asApiError } from "@/shared/api/errors";
import { setUp } from "@/shared/api/reviewer";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/field";
import { ErrorNotice } from "@/shared/ui/notice";
import { Page } from "@/shared/ui/page";
import { Mark } from "@/shared/voice/mark";

const SHORTEST_PASSWORD = 10;

export function SetupPage({ token, onDone }: { token: string; onDone(): void }) {
  const [form, setForm] = useState({ token, name: "", email: "", password: "" });
  const fill = (change: Partial<typeof form>) => setForm((before) => ({ ...before, ...change }));
  const made = useMutation({ mutationFn: () => setUp(form), onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    made.mutate();
  };
  return (
    <Page
      title="Set up Viva Voce"
      above={<Mark className="mb-4 size-14" />}
      lead="You are the first. This makes the administrator’s account on this server."
    >
      <form onSubmit={submit} className="grid max-w-96 gap-5">
        {!token && (
          <TextField
            label="Set-up code"
            hint="It stands at the end of the link that the server printed when it started."
            required
            value={form.token}
            onChange={(event) => fill({ token: event.target.value.trim() })}
          />
        )}
        <TextField
          label="Your name"
          hint="Decisions are signed with it."
          autoComplete="name"
          required
          value={form.name}
          onChange={(event) => fill({ name: event.target.value })}
        />
        <TextField
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          value={form.email}
          onChange={(event) => fill({ email: event.target.value })}
        />
        <TextField
          label="Password"
          hint={`At least ${SHORTEST_PASSWORD} characters. A sentence is good.`}
          type="password"
          autoComplete="new-password"
          minLength={SHORTEST_PASSWORD}
          required
          value={form.password}
          onChange={(event) => fill({ password: event.target.value })}
        />
        {made.isError && <ErrorNotice error={asApiError(made.error)} />}
        <Button type="submit" tone="primary" busy={made.isPending} className="justify-self-start">
          Make the account
        </Button>
      </form>
    </Page>
  );
}
