import fc from "fast-check";
import { it } from "vitest";
import { folderWith } from "../folder.js";
import { randomSets } from "./random-set.js";
import { hostOn, loadAll, prepareFolders } from "./run-set.js";
it("speed", async () => {
  const folder = folderWith();
  prepareFolders(folder);
  const t = performance.now();
  let loaded = 0,
    failed = 0,
    conf = 0,
    n = 0;
  const errs = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(randomSets, async (set) => {
      n++;
      const r = await hostOn(folder, set);
      await loadAll(r);
      loaded += r.host.registry.instances.size;
      conf += r.host.registry.conflicts.length;
      for (const d of r.host.diagnostics.all) {
        errs.set(d.code, (errs.get(d.code) ?? 0) + 1);
        if (d.code === "MANIFEST_ID_INVALID" && errs.get(d.code) === 1) console.log(d, set.plugins);
      }
      await r.host.close();
    }),
    { numRuns: 300 },
  );
  console.log((performance.now() - t) / n, loaded / n, conf / n, [...errs]);
});
