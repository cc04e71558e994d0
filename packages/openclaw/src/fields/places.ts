import { manifestPlaces } from "./manifest-places.js";
import { activationPlaces, contractPlaces, memberPlaces } from "./member-places.js";
import { packagePlaces } from "./package-places.js";
import type { FieldPlace } from "./place.js";

/** Fields that stand together. */
export interface PlaceSection {
  readonly title: string;
  readonly places: readonly FieldPlace[];
}

/** Where every field of OpenClaw's manifest goes, as data: the docs are made of it, and what is kept follows from it. */
export const fieldPlaces: readonly PlaceSection[] = [
  { title: "openclaw.plugin.json", places: manifestPlaces },
  { title: "Members of activation", places: activationPlaces },
  { title: "Members of contracts", places: contractPlaces },
  { title: "Members of other fields", places: memberPlaces },
  { title: "package.json", places: packagePlaces },
];
