// Alone in its process: what others leave there would be blamed on the plugin.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testPlugin } from "@mortise/testing/vitest";
import { afterAll } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "mortise-audit-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

testPlugin(new URL("..", import.meta.url), { config: { file: join(folder, "audit.jsonl") } });
