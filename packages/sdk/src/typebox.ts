/**
 * TypeBox, as this SDK was built with it: write a plugin's config schema with `Type`. A subpath of its own, so that a
 * plugin without a schema does not import it.
 */
export { Type, type Static, type TSchema } from "typebox";
