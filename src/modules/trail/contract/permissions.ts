export const permissions = {
  read: "trail.read",
  readValues: "trail.read_values",
  /** Proposes and decides what is erased; never both of the same act. */
  erase: "trail.erase",
} as const;
