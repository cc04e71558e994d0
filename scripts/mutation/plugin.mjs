// What Stryker loads, in a process of its own for each of its workers, which takes no TypeScript by itself.
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { createJiti } from "jiti";

/** @type {typeof import("./one-process.js")} */
const { OneProcess } = await createJiti(import.meta.url).import("./one-process.ts");

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "one-process", OneProcess)];
