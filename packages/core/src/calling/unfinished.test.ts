import { describe, expect, it } from "vitest";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { readingSources, sourceFile } from "../../test/child.js";
import { folderWith } from "../../test/folder.js";

const script = `
import { createHookRunner } from ${JSON.stringify(sourceFile("calling/hooks.ts"))};
import { createRecorder } from ${JSON.stringify(sourceFile("calling/recorder.ts"))};
import { nameUnfinishedAtExit } from ${JSON.stringify(sourceFile("calling/unfinished.ts"))};
import { callPolicy } from ${JSON.stringify(sourceFile("config/call-policy.ts"))};
import { InstanceUse } from ${JSON.stringify(sourceFile("loading/instance-use.ts"))};

const definition = { name: "audit", kind: "observe", failure: "open", deadlineMs: 60_000, sync: false };
const handler = (plugin, handler) => ({
  plugin, hook: "audit", handler, priority: 0, before: [], after: [], filters: [], isDisabled: false,
  use: new InstanceUse({ id: plugin, manifest: {} }, {}),
});
const handlers = [
  handler("quick", async () => {}),
  handler("stuck", () => new Promise(() => {})),
  handler("hung", () => new Promise(() => {})),
];
const { observe } = createHookRunner({
  handlers: () => handlers, definition: () => definition,
  policy: callPolicy({}), recorder: createRecorder(), report: console.log,
});
const undo = nameUnfinishedAtExit();
void observe("audit", {});
if (process.argv[2] === "closed") undo();
setTimeout(() => process.exit(3), 50);
`;

/** How a process ends that exits while handlers hang. */
function exiting(...args: readonly string[]): Promise<{ readonly code: unknown; readonly stderr: string }> {
  const file = join(folderWith({ "run.mts": script }), "run.mts");
  return new Promise((resolve) => {
    const given = [...readingSources, file, ...args];
    execFile(process.execPath, given, (error, _stdout, stderr) => resolve({ code: error?.code, stderr }));
  });
}

describe("a process that exits while handlers are not finished [CALL-7]", () => {
  it("names each with its plugin and hook, and exits as it would have", async () => {
    const { code, stderr } = await exiting();
    const lines = stderr
      .trim()
      .split("\n")
      .filter((line) => line.startsWith("mortise:"));
    expect(lines.map((line) => line.replace(/\d+ ms/, "N ms"))).toEqual([
      "mortise: the process exits while stuck's handler of audit is not finished, after N ms",
      "mortise: the process exits while hung's handler of audit is not finished, after N ms",
    ]);
    expect(code).toBe(3);
  });

  it("says nothing where no host lives any more", async () => {
    const { code, stderr } = await exiting("closed");
    expect(stderr).not.toContain("mortise:");
    expect(code).toBe(3);
  });
});
