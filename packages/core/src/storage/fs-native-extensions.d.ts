// The package brings no types; this is the part of it that is used.
declare module "fs-native-extensions" {
  /** Asks the operating system for an exclusive lock on a whole open file; false where somebody else holds it. */
  export function tryLock(fd: number): boolean;
}
