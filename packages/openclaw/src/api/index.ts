// OpenClaw's `api`, mapped onto ours. Reached only when a plugin of OpenClaw's is loaded.
export { adaptPlugin } from "./adapt-plugin.js";
export { apiTable, hookTable, runtimeTable } from "./tables.js";
