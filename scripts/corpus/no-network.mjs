// Imported first into every Node process of a corpus run: whatever would leave this process is refused.
import dgram from "node:dgram";
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

/** @param {string} code */
function refusal(code) {
  return Object.assign(new Error("A corpus run has no network."), { code });
}

const { connect } = net.Socket.prototype;

/** @this {net.Socket} @param {...unknown} given */
function connectWithin(...given) {
  const first = Array.isArray(given[0]) ? given[0][0] : given[0];
  // A path is a socket of this machine; everything else has a host and a port.
  const isPath = typeof first === "string" || typeof first?.path === "string";
  if (isPath) return Reflect.apply(connect, this, given);
  return this.destroy(refusal("ENETUNREACH"));
}

function refuse() {
  throw refusal("ENETUNREACH");
}

/** @param {...unknown} given */
function fail(...given) {
  const done = given.at(-1);
  if (typeof done === "function") process.nextTick(done, refusal("ENOTFOUND"));
}

const refuseLater = async () => {
  throw refusal("ENOTFOUND");
};

Reflect.set(net.Socket.prototype, "connect", connectWithin);
for (const method of ["send", "connect"]) Reflect.set(dgram.Socket.prototype, method, refuse);
for (const [names, refused] of /** @type {const} */ ([
  [dns, fail],
  [dns.promises, refuseLater],
])) {
  for (const name of Object.keys(names))
    if (/^(?:lookup|resolve|reverse)/.test(name)) Reflect.set(names, name, refused);
}
syncBuiltinESMExports();
