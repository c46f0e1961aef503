// Puts the query editor where the pages find it: node build.mjs FOLDER. One package is fetched, and held to the lock.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NAME = "@zazuko/yasgui";
const [out] = process.argv.slice(2);
// By its own path where Node.js came from PyPI: the links to npm there lead nowhere.
const npm = process.env.NPM_CLI ? [process.execPath, process.env.NPM_CLI] : ["npm"];

const locked = JSON.parse(readFileSync(new URL("package-lock.json", import.meta.url), "utf-8")).packages[`node_modules/${NAME}`];
const folder = mkdtempSync(join(tmpdir(), "treatygraph-"));
try {
  const asked = [...npm.slice(1), "pack", `${NAME}@${locked.version}`, "--json", "--pack-destination", folder];
  const [packed] = JSON.parse(execFileSync(npm[0], asked, { encoding: "utf-8", maxBuffer: 1 << 26 }));
  const archive = join(folder, packed.filename);
  const digest = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (digest !== locked.integrity) {
    throw new Error(`${packed.filename} is not what package-lock.json names (${digest}). Try again, or look who changed it.`);
  }
  mkdirSync(out, { recursive: true });
  const names = ["yasgui.min.js", "yasgui.min.css"];
  execFileSync("tar", ["-xzf", archive, "-C", folder, ...names.map((name) => `package/build/${name}`)]);
  for (const name of names) {
    copyFileSync(join(folder, "package", "build", name), join(out, name));
  }
} finally {
  rmSync(folder, { recursive: true });
}
