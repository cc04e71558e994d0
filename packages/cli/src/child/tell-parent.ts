/** Sends a message and waits until it is on its way: what comes next may never give the loop another turn. */
export function tellParent(message: object): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!process.send) return reject(new Error("This part of mortise is run by mortise itself only."));
    process.send(message, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}
