import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { FuzzInput } from "./input.js";
import type { Thing } from "./thing.js";

/** What must never be told, in files and variables that secret references lead to. */
export const secretText = "canary-secret-5f1d0c";
/** What must never be read, in files that only an escape leads to. */
export const outsideText = "canary-outside-93b7e2";

const mayAppear = join(".cache", "config-verdicts.json");

/** Folders that are there for every input. */
const lasting: readonly string[] = ["plugins", "global", ".mortise", join(".mortise", "plugins")];

/** The environment that secret references see. */
export const environment = { FUZZ_TOKEN: secretText, FUZZ_PORT: `${secretText}-8080`, HOME: "/nonexistent", PATH: "" };

/** Folders of one process's own: inputs are laid out in one, and nothing may change in the others. */
export class Place {
  /** Where an input is laid out. */
  readonly folder: string;
  readonly #outside: string;
  readonly #home: string;
  readonly #surroundings: string;
  /** Paths of the input at hand, and of what stays. */
  readonly #written = new Set<string>();

  /** @param base an empty folder, absolute, links resolved */
  constructor(readonly base: string) {
    this.folder = join(base, "case");
    this.#outside = join(base, "outside");
    this.#home = join(base, "home");
    for (const folder of [
      this.#home,
      join(this.#outside, "plain"),
      ...lasting.map((path) => join(this.folder, path)),
    ]) {
      mkdirSync(folder, { recursive: true });
    }
    const manifest = { id: "outside", description: outsideText, enabledByDefault: true };
    writeFileSync(join(this.#outside, "manifest.json"), JSON.stringify(manifest));
    writeFileSync(join(this.#outside, "SKILL.md"), `---\nname: ${outsideText}\ndescription: ${outsideText}\n---\n`);
    writeFileSync(join(this.#outside, "evil.js"), "globalThis.fuzzRan = true;\n");
    writeFileSync(join(this.#outside, "secret.txt"), `${secretText}\n`);
    this.#surroundings = this.#around();
  }

  /** Lays an input out. */
  write({ things }: FuzzInput): void {
    for (const [path, thing] of things) {
      const target = join(this.folder, path);
      try {
        this.#makeFolder(dirname(path));
        // Two of the input's things want one path: the first has it.
        if (this.#written.has(join(path))) continue;
        this.#make(target, thing);
        this.#written.add(join(path));
      } catch (error) {
        // A file or a link stands where a folder is wanted.
        if (!["EEXIST", "ENOTDIR", "EISDIR", "ELOOP"].includes(String((error as NodeJS.ErrnoException).code)))
          throw error;
      }
    }
  }

  #make(target: string, thing: Thing): void {
    if ("bytes" in thing) writeFileSync(target, thing.bytes);
    else if ("folder" in thing) mkdirSync(target);
    else if ("link" in thing) symlinkSync(thing.link.replace("{outside}", this.#outside), target);
    else if ("pipe" in thing) execFileSync("mkfifo", [target]);
    else if ("sparse" in thing) {
      writeFileSync(target, "");
      truncateSync(target, thing.sparse);
    }
    // Of what a link leads to, nothing is changed.
    if (thing.mode !== undefined && !("link" in thing)) chmodSync(target, thing.mode);
  }

  #makeFolder(path: string): void {
    if (path === "." || lasting.includes(path) || this.#written.has(path)) return;
    this.#makeFolder(dirname(path));
    mkdirSync(join(this.folder, path));
    this.#written.add(path);
  }

  /** What the host remembered on disk. */
  remembered(): string {
    try {
      return readFileSync(join(this.folder, mayAppear), "utf8");
    } catch {
      return "";
    }
  }

  /** Makes room for the next input. Gives what appeared or vanished in the folder that should not have. */
  clear(): readonly string[] {
    const found = this.#sweep("");
    const appeared = found.filter(
      (path) => !this.#written.has(path) && path !== mayAppear && path !== dirname(mayAppear),
    );
    const vanished = [...this.#written].filter((path) => !found.includes(path));
    this.#written.clear();
    return [...appeared, ...vanished];
  }

  /** What is not as it was around the folder of inputs. */
  changedAround(): readonly string[] {
    const now = this.#around();
    return now === this.#surroundings ? [] : [now];
  }

  /** Removes and names all that is below, but for what stays. */
  #sweep(below: string): string[] {
    return readdirSync(join(this.folder, below), { withFileTypes: true }).flatMap((entry) => {
      const path = join(below, entry.name);
      const stays = lasting.includes(path);
      if (!entry.isDirectory()) {
        unlinkSync(join(this.folder, path));
        return [path];
      }
      const inner = this.#sweep(path);
      if (!stays) rmdirSync(join(this.folder, path));
      return stays ? inner : [path, ...inner];
    });
  }

  #around(): string {
    const sizes = listed(this.#outside).map((path) => `${path} ${lstatSync(join(this.#outside, path)).size}`);
    return [...readdirSync(this.base).filter((name) => name !== "beat"), ...sizes, ...listed(this.#home)].join();
  }
}

/** All that is below a folder, links not followed. */
function listed(folder: string, below = ""): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = join(below, entry.name);
    return entry.isDirectory() ? [path, ...listed(folder, path)] : [path];
  });
}
