import { definePlugin } from "@mortise/sdk";
import { createCliCommand } from "./cli.js";
import { createClock } from "./clock.js";
import { createCommand } from "./command.js";
import { config, defaults } from "./config.js";
import { createMethod } from "./method.js";
import { createRoute } from "./route.js";
import { createTicker } from "./ticker.js";
import { createTool } from "./tool.js";

/** A clock: surfaces of every kind and no capability. */
export default definePlugin({
  id: "clock",
  config,
  register(api) {
    const clock = createClock(api.config);
    const { tickMs = defaults.tickMs } = api.config;
    api.registerTool(createTool(clock));
    api.registerCommand(createCommand(clock));
    api.registerHttpRoute(createRoute(clock));
    api.registerService(createTicker({ tickMs, setInterval: api.setInterval, now: () => performance.now() }));
    api.registerGatewayMethod(createMethod(clock));
    api.registerCliCommand(createCliCommand(clock));
  },
});
