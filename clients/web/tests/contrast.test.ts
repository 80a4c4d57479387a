/** Every pair of colours that carries meaning is readable in both themes (WCAG 2.2: 4.5 for text, 3 for controls). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(join(import.meta.dirname, "../src/shared/theme/tokens.css"), "utf8");
const tokens = new Map(
  Array.from(css.matchAll(/--color-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g), ([, name, light, dark]) => [
    name ?? "",
    { light: light ?? "", dark: dark ?? "" },
  ]),
);

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [brighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (brighter + 0.05) / (darker + 0.05);
}

const GROUNDS = ["ground", "raised", "sunk"];
const TEXT: [string, string][] = [
  ...["ink", "soft", "accent", "danger"].flatMap((text) => GROUNDS.map((on): [string, string] => [text, on])),
  ["ink", "wash"],
  ["soft", "wash"],
  ["accent", "wash"],
  ["ink", "danger-wash"],
  ["danger", "danger-wash"],
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["ground", "ink"],
];
const CONTROLS: [string, string][] = ["edge", "accent", "danger"].flatMap((edge) =>
  [...GROUNDS, "wash"].map((on): [string, string] => [edge, on]),
);

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  const colour = (name: string) => {
    const token = tokens.get(name);
    if (!token) throw new Error(`tokens.css has no colour ${name} of two themes`);
    return token[theme];
  };

  it.each(TEXT)("text in %s is readable on %s", (text, on) => {
    expect(contrast(colour(text), colour(on))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(CONTROLS)("a control in %s stands out from %s", (edge, on) => {
    expect(contrast(colour(edge), colour(on))).toBeGreaterThanOrEqual(3);
  });
});
