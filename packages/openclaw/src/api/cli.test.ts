import { cliCommand } from "@mortise/sdk";
import { expect, it } from "vitest";
import { runRegister, type RunningPlugin } from "../../test/running-plugin.js";

async function run({ host, find }: RunningPlugin, name: string, ...args: readonly string[]) {
  const printed: string[] = [];
  const errors: string[] = [];
  const invocation = {
    args,
    cwd: "/",
    isInteractive: false,
    write: async (text: string) => void printed.push(text),
    writeError: async (text: string) => void errors.push(text),
  };
  const { exitCode } = await host.call(await find(cliCommand, name), "run", invocation);
  return { exitCode, printed: printed.join(""), errors: errors.join("") };
}

const registrar = `({ program, workspaceDir, config, logger }) => {
  const notes = program.command("notes").description("Keeps notes.");
  notes.command("add <text>").option("--loud").action(async (text, { loud }) => { logger.info("added", { text, loud, workspaceDir, enabled: config.plugins.entries.sample.enabled }); });
  notes.command("fail").action(() => { process.exitCode = 3; });
  notes.command("throw").action(() => { throw new Error("broken"); });
}`;

it("a command runs in a program of its own, told where it was called [OC-7]", async () => {
  const running = await runRegister(
    `api.registerCli(${registrar}, { commands: ["notes"], descriptors: [{ name: "notes", description: "Keeps notes.", hasSubcommands: true }] });`,
  );
  expect(running.messages()).toEqual([]);
  expect((await running.find(cliCommand, "notes")).value.description).toBe("Keeps notes.");
  expect(await run(running, "notes", "add", "milk", "--loud")).toEqual({ exitCode: 0, printed: "", errors: "" });
  expect(running.log[0]?.fields).toEqual({ text: "milk", loud: true, workspaceDir: "/", enabled: true });
  expect((await run(running, "notes", "--help")).printed).toContain("Keeps notes.");
  expect(await run(running, "notes", "nothing")).toMatchObject({
    exitCode: 1,
    errors: expect.stringContaining("unknown command") as string,
  });
  const before = process.exitCode;
  expect((await run(running, "notes", "fail")).exitCode).toBe(3);
  expect(process.exitCode).toBe(before);
  await expect(run(running, "notes", "throw")).rejects.toThrow("broken");
});

it("a registrar that names no command, or adds to another's, is left out [OC-9]", async () => {
  const running = await runRegister(
    `api.registerCli(${registrar}); api.registerCli(${registrar}, { parentPath: ["nodes"], commands: ["camera"] });`,
  );
  expect(running.codes()).toEqual(["OPENCLAW_REGISTRATION_LEFT_OUT", "OPENCLAW_MEMBER_WITHOUT_COUNTERPART"]);
});
