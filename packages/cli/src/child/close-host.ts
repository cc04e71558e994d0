import type { Host } from "@mortise/core";

/** How long plugins may take to unload, in milliseconds; what they leave behind ends with the process. */
const closeMs = 2000;

/** Closes the host of a process that is about to end, and waits no longer than is decent. */
export async function closeHost(host: Host): Promise<void> {
  await Promise.race([host.close(), new Promise((resolve) => setTimeout(resolve, closeMs))]);
}
