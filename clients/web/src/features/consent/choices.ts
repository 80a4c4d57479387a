/** The state of the consent form: nothing is decided for the candidate, and nothing is forgotten. */
import type { ConsentDecision, ConsentView } from "@/shared/api/types";

export type Choices = Readonly<Record<string, boolean | undefined>>;

/** Decisions stored earlier stay as they are; everything else begins unticked. */
export function choicesFrom(consents: readonly ConsentView[]): Choices {
  return Object.fromEntries(consents.map(({ purpose, decision }) => [purpose, decision ?? undefined]));
}

export function undecided(consents: readonly ConsentView[], choices: Choices): ConsentView[] {
  return consents.filter(({ purpose }) => choices[purpose] === undefined);
}

/** The decisions with the versions that were on the screen; only what has been decided. */
export function decisionsOf(consents: readonly ConsentView[], choices: Choices): ConsentDecision[] {
  return consents.flatMap(({ purpose, version }) => {
    const granted = choices[purpose];
    return granted === undefined ? [] : [{ purpose, version, granted }];
  });
}
