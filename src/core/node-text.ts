/** A node for the operator: what the cloud calls it, where it says so, and its id. */
export function nodeText({ node, name }: { node: string; name?: string | undefined }): string {
  return name === undefined || name === node ? node : `${name} (${node})`;
}
