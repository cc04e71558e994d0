import type { TestPlugin } from "./running-gateway.js";

const city = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

/** A tool that its manifest describes whole: nothing is loaded to offer it. */
export const weather: TestPlugin = {
  provides: { tools: { weather: { description: "Tells the weather.", parameters: city } } },
  register: `
    heard.push("weather loaded");
    api.registerTool({
      name: "weather",
      description: "Tells the weather.",
      parameters: ${JSON.stringify(city)},
      async execute({ city }, { requestId, signal }) {
        heard.push(["weather", city, requestId]);
        if (city === "Atlantis") throw new Error("it has sunk");
        if (city === "Nowhere") return "fog";
        if (city === "Limbo") return new Promise((_, reject) => signal.addEventListener("abort", () => { heard.push("weather aborted"); reject(signal.reason); }));
        return { text: "Sunny in " + city + "." };
      },
    });`,
};

/**
 * Tools that need a key of their plugin's config or of the environment, one described by the manifest and one not, beside
 * one that needs nothing.
 */
export const lookup: TestPlugin = {
  provides: {
    tools: {
      look_up: { description: "Looks up.", parameters: { type: "object" }, availability: { config: ["apiKey"] } },
      look_down: { availability: { env: ["LOOKUP_KEY"], config: ["apiKey"] } },
      look_around: { description: "Looks around.", parameters: { type: "object" } },
    },
  },
  manifest: {
    configSchema: { type: "object", properties: { apiKey: { type: "string" } } },
    setup: { env: { apiKey: "LOOKUP_KEY" } },
  },
  register: `
    heard.push("lookup loaded");
    for (const name of ["look_up", "look_down", "look_around"])
      api.registerTool({ name, description: "Looks.", parameters: { type: "object" }, execute: async () => ({ text: name }) });`,
};

/** A tool that is made for each turn, and one that is optional. */
export const workshop: TestPlugin = {
  provides: { tools: ["tailored", "nothing_here", "rare"] },
  register: `
    api.registerTool({
      name: "tailored",
      async create(scope) {
        heard.push(["made", scope]);
        return { description: "For " + scope.model, parameters: { type: "object" }, execute: async () => ({ text: "made for " + scope.model }) };
      },
    });
    api.registerTool({ name: "nothing_here", create: async () => undefined });
    api.registerTool({ name: "rare", optional: true, description: "Rare.", parameters: { type: "object" }, execute: async () => ({ text: "found", isError: true }) });`,
};
