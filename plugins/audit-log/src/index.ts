import { definePlugin, type PluginLogger } from "@mortise/sdk";
import { config } from "./config.js";
import { createLineFile } from "./line-file.js";
import { inputRecord, messageRecord, outputRecord, type AuditRecord } from "./record.js";

/** An audit log: hooks and nothing else. */
export default definePlugin({
  id: "audit-log",
  config,
  register(api) {
    const { file, includeContent = false } = api.config;
    const keep = file === undefined ? toLog(api.logger) : toFile(file, api.logger, api.onDispose);
    api.on("message_received", (event) => keep(messageRecord(event, includeContent)));
    api.on("llm_input", (event) => keep(inputRecord(event, includeContent)));
    api.on("llm_output", (event) => keep(outputRecord(event, includeContent)));
  },
});

type Keep = (record: AuditRecord) => void;

function toLog(logger: PluginLogger): Keep {
  return ({ event, ...details }) => logger.info(event, details);
}

/** Handlers return at once, so that no request waits for a disk. */
function toFile(path: string, logger: PluginLogger, onDispose: (flush: () => Promise<void>) => void): Keep {
  const file = createLineFile(path, (reason, lost) => {
    logger.error(`Nothing can be written to ${path}; lines are lost until it can`, { reason, lost });
  });
  onDispose(file.flush);
  return (record) => file.append(JSON.stringify({ time: new Date().toISOString(), ...record }));
}
