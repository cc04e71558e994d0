/** The version of OpenClaw whose API is followed, as its plugins are told it. */
export const openclawVersion = "2026.9.6";
