/** Signing in. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { asApiError } from "@/shared/api/errors";
import { signIn } from "@/shared/api/reviewer";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/field";
import { ErrorNotice } from "@/shared/ui/notice";
import { Page } from "@/shared/ui/page";
import { Mark } from "@/shared/voice/mark";

export function SignInPage({ onSignedIn }: { onSignedIn(): void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signing = useMutation({ mutationFn: () => signIn(email.trim(), password), onSuccess: onSignedIn });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signing.mutate();
  };
  return (
    <Page
      title="Sign in"
      above={<Mark className="mb-4 size-14" />}
      lead="For people who read interviews and decide."
    >
      <form onSubmit={submit} className="grid max-w-96 gap-5">
        <TextField
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {signing.isError && <ErrorNotice error={asApiError(signing.error)} />}
        <Button type="submit" tone="primary" busy={signing.isPending} className="justify-self-start">
          Sign in
        </Button>
      </form>
      <p className="mt-10 max-w-measure text-small text-soft">
        Invited to an interview? Open the link from your invitation instead; you need no account.
      </p>
    </Page>
  );
}
