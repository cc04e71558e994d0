import type { Host } from "@mortise/core";
import { applicationOptions } from "../application.js";
import { closeHost } from "../child/close-host.js";
import { write } from "../output.js";

/**
 * Gives `use` a host that has loaded nothing, and closes it afterwards. Services are registered and never started: a
 * gateway may run beside this command. Warnings and errors of plugins go to stderr.
 */
export async function withHost<Answer>(
  config: string | undefined,
  use: (host: Host) => Promise<Answer>,
): Promise<Answer> {
  const { createHost } = await import("@mortise/core");
  const host: Host = await createHost({
    ...applicationOptions(config),
    services: "leave",
    log({ level, plugin, message }) {
      if (level === "warn" || level === "error") write(2, `${plugin ?? "mortise"}: ${message}\n`);
    },
  });
  try {
    return await use(host);
  } finally {
    await closeHost(host);
  }
}
