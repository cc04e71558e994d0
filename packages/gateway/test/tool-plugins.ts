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
