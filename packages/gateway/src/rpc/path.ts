/** Where the gateway takes WebSocket connections. */
export const rpcPath = "/rpc";
