// The keys of a process that runs while the installation's secret is changed beside it.
let look: () => void = () => undefined;

/** @param work looks whether the keys at their source are others than those at hand, and takes them. Cheap. */
export function useKeyRefresh(work: () => void): void {
  look = work;
}

export const refreshKeys = (): void => look();
