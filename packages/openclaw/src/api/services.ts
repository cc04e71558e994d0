import type { Service } from "@mortise/sdk";
import { mapped, type ApiMember } from "./member.js";
import { membersOf, methodOf, type Members } from "./reading.js";
import type { PluginScope } from "./scope.js";

/** `api.registerService` and what is announced on a network. */
export const serviceMembers: readonly ApiMember[] = [
  mapped(
    {
      name: "registerService",
      support: "full",
      counterpart: "registerService",
      note: "There is no scheduler: a service keeps its own time.",
    },
    (scope, service) => registerService(scope, service),
  ),
  mapped(
    {
      name: "registerGatewayDiscoveryService",
      support: "partial",
      counterpart: "registerGatewayDiscoveryService",
      note: "It is told the port and the name; of TLS, SSH and tailnets nothing is known.",
    },
    (scope, service) => registerDiscovery(scope, service),
  ),
];

function registerService(scope: PluginScope, service: unknown): void {
  const id = scope.id("registerService", membersOf(service)["id"]);
  const start = methodOf(service, "start");
  const stop = methodOf(service, "stop");
  if (id === undefined || start === undefined) {
    return scope.leaveOut("registerService", "a service needs an id and a start.");
  }
  const health = new Health();
  let context: Members | undefined;
  const registration: Service = {
    id,
    async start() {
      health.clear();
      await start((context = serviceContext(scope, health)));
    },
    async stop() {
      await stop?.(context ?? serviceContext(scope, health));
    },
    health: () => Promise.resolve(health.state),
  };
  scope.enter("registerService", "registerService", registration);
}

/** What a service said of itself. */
class Health {
  private failure: string | undefined;

  report(error: unknown): void {
    this.failure = error instanceof Error ? error.message : String(error);
  }

  clear(): void {
    this.failure = undefined;
  }

  get state(): { readonly ok: boolean; readonly detail?: string } {
    return this.failure === undefined ? { ok: true } : { ok: false, detail: this.failure };
  }
}

function serviceContext({ settings, folders, logger }: PluginScope, health: Health): Members {
  return {
    config: settings.current(),
    stateDir: folders.state(),
    workspaceDir: folders.workspace(),
    logger,
    serviceHealth: {
      reportFailure: (error: unknown) => health.report(error),
      clearFailure: () => health.clear(),
    },
    getCron: () => undefined,
  };
}

function registerDiscovery(scope: PluginScope, service: unknown): void {
  const id = scope.id("registerGatewayDiscoveryService", membersOf(service)["id"]);
  const advertise = methodOf(service, "advertise");
  if (id === undefined || advertise === undefined) {
    return scope.leaveOut("registerGatewayDiscoveryService", "it needs an id and an advertise.");
  }
  let running: unknown;
  const withdraw = async () => {
    const stop = methodOf(running, "stop");
    running = undefined;
    await stop?.();
  };
  scope.native.onDispose(withdraw);
  scope.enter("registerGatewayDiscoveryService", "registerGatewayDiscoveryService", {
    id,
    async advertise({ name, url }) {
      const { port, protocol } = new URL(url);
      const isTls = protocol === "https:";
      running = await advertise({
        machineDisplayName: name,
        gatewayPort: Number(port) || (isTls ? 443 : 80),
        gatewayTlsEnabled: isTls,
        gatewayDirectReachable: true,
        minimal: true,
      });
    },
    withdraw,
  });
}
