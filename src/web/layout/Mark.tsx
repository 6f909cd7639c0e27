/** The watchtower. */
export function Mark() {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M4 8 12 3l8 5M6 8v3h12V8M8 11v3h8v-3M7 21l2-7m8 7-2-7M8 18h8" />
    </svg>
  );
}
