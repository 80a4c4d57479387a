/** Form fields with their label, hint and error tied together for everyone. */
import { type ComponentProps, type ReactNode, useId } from "react";

const CONTROL = "w-full rounded-control border bg-raised px-3 py-2 text-ink placeholder:text-soft";

interface Described {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
}

function useDescription({ hint, error }: Described) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return {
    id,
    control: {
      id,
      "aria-describedby": described || undefined,
      "aria-invalid": error ? true : undefined,
      className: `${CONTROL} ${error ? "border-danger" : "border-edge"}`,
    },
  };
}

function Framed({ id, label, hint, error, children }: Described & { id: string; children: ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-small text-soft">
          {hint}
        </p>
      )}
      {children}
      {error && (
        <p id={`${id}-error`} className="text-small text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

export function TextField({ label, hint, error, ...rest }: Described & Omit<ComponentProps<"input">, "id">) {
  const { id, control } = useDescription({ label, hint, error });
  return (
    <Framed id={id} label={label} hint={hint} error={error}>
      <input {...rest} {...control} className={`${control.className} h-12`} />
    </Framed>
  );
}

export function TextArea({
  label,
  hint,
  error,
  className = "",
  ...rest
}: Described & Omit<ComponentProps<"textarea">, "id">) {
  const { id, control } = useDescription({ label, hint, error });
  return (
    <Framed id={id} label={label} hint={hint} error={error}>
      <textarea rows={4} {...rest} {...control} className={`${control.className} ${className}`} />
    </Framed>
  );
}

export function SelectField({
  label,
  hint,
  error,
  children,
  ...rest
}: Described & Omit<ComponentProps<"select">, "id">) {
  const { id, control } = useDescription({ label, hint, error });
  return (
    <Framed id={id} label={label} hint={hint} error={error}>
      <select {...rest} {...control} className={`${control.className} h-12`}>
        {children}
      </select>
    </Framed>
  );
}

interface ChoiceProps extends Omit<ComponentProps<"input">, "id" | "type"> {
  kind: "radio" | "checkbox";
  label: ReactNode;
  hint?: ReactNode;
}

/** One radio button or checkbox; the whole row can be pressed. */
export function Choice({ kind, label, hint, ...rest }: ChoiceProps) {
  const id = useId();
  return (
    <div className="flex min-h-11 items-start gap-3 py-2">
      <input
        type={kind}
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...rest}
        className="mt-0.5 size-6 shrink-0 cursor-pointer accent-accent"
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className="text-small text-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
