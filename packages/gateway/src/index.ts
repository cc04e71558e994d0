// The whole public surface of @mortise/gateway. Named exports only.
export { createGateway, type Gateway, type GatewayOptions } from "./gateway.js";
export type { ChannelReport } from "./channels/report.js";
export { gatewayMentions } from "./config/mentions.js";
export type { GatewaySettings } from "./config/settings.js";
export { gatewayDiagnostics } from "./diagnostics.js";
export type { ErrorBody } from "./http/error-reply.js";
export type { ListedModel } from "./models/list.js";
export type { HealthReport, ServiceReport } from "./plugins/health.js";
export type { LivePluginReport } from "./plugins/report.js";
