/** A random UUID (RFC 9562, version 4). The browser's own is missing from pages without TLS. */
export function newId() {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Ids are no secrets: they only have to differ. */
function randomBytes(count) {
  const bytes = new Uint8Array(count);
  return globalThis.crypto?.getRandomValues?.(bytes) ?? bytes.map(() => Math.random() * 256);
}
