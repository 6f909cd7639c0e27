// Papers that something was decided by, to open.
export function Papers({ files }: { files: readonly { id: string; name: string }[] }) {
  if (files.length === 0) return null;
  return (
    <span className="row wrap small">
      {files.map((one) => (
        <a key={one.id} href={`/api/files/${one.id}`}>
          {one.name}
        </a>
      ))}
    </span>
  );
}
