/** shared → features → app, one way; features never know each other; no file grows beyond reading. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, it } from "vitest";

const SRC = join(import.meta.dirname, "../src");
const MOST_LINES = 250;

interface Place {
  room: string;
  feature: string;
}

function placeOf(path: string): Place {
  const [room = "", feature = ""] = path.split("/");
  return { room, feature };
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\.(ts|tsx|css)$/.test(path) && !path.endsWith(".gen.ts"));

function importsOf(path: string): string[] {
  const text = readFileSync(join(SRC, path), "utf8");
  return Array.from(
    text.matchAll(/(?:from|import)\s*\(?["']([^"']+)["']/g),
    ([, target]) => target ?? "",
  ).flatMap((target) => {
    if (target.startsWith("@/")) return [target.slice(2)];
    if (target.startsWith(".")) return [relative(SRC, join(SRC, path, "..", target)).replaceAll("\\", "/")];
    return [];
  });
}

function forbidden(from: Place, to: Place): boolean {
  const floors = ["shared", "features", "app"];
  if (floors.indexOf(to.room) > floors.indexOf(from.room)) return true;
  return from.room === "features" && to.room === "features" && from.feature !== to.feature;
}

it("imports run one way and never across features", () => {
  const wrong = files.flatMap((path) =>
    importsOf(path)
      .filter((target) => forbidden(placeOf(path), placeOf(target)))
      .map((target) => `${path} imports ${target}`),
  );

  expect(wrong).toEqual([]);
});

it("knows a forbidden import when it sees one", () => {
  expect(forbidden(placeOf("shared/ui/x.ts"), placeOf("features/report/y.ts"))).toBe(true);
  expect(forbidden(placeOf("features/roles/x.ts"), placeOf("features/report/y.ts"))).toBe(true);
  expect(forbidden(placeOf("features/roles/x.ts"), placeOf("shared/format.ts"))).toBe(false);
  expect(importsOf("app/main.tsx")).toContain("shared/api/errors");
});

it("every file lives in a room and can be read in one sitting", () => {
  const tooLong = files.filter(
    (path) => readFileSync(join(SRC, path), "utf8").split("\n").length > MOST_LINES + 1,
  );
  const homeless = files.filter((path) => !["shared", "features", "app"].includes(placeOf(path).room));

  expect(tooLong).toEqual([]);
  expect(homeless).toEqual([]);
});
