// Writes the API's types from its contract, or fails when the committed ones no longer match it.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const contract = new URL("../../api/openapi.json", import.meta.url);
const target = new URL("../src/shared/api/schema.gen.ts", import.meta.url);
const header = "// Generated from clients/api/openapi.json by `npm run generate`. Do not edit.\n\n";

const fresh =
  header + astToString(await openapiTS(contract, { alphabetize: true, defaultNonNullable: false }));

if (process.argv[2] === "write") {
  await writeFile(target, fresh);
} else if ((await readFile(target, "utf8").catch(() => "")) !== fresh) {
  process.stderr.write(
    "src/shared/api/schema.gen.ts does not match clients/api/openapi.json: run `npm run generate`.\n",
  );
  process.exitCode = 1;
}
