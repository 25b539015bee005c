/** tus-js-client: uploads a file in chunks, cuts the upload, and goes on with another object. */
import { readFile } from "node:fs/promises";
import { Upload } from "tus-js-client";

const [endpoint, path, cookie, token] = process.argv.slice(2);
const CHUNK = 512 * 1024;
const file = await readFile(path);

function upload(options) {
  return new Promise((done, failed) => {
    const one = new Upload(file, {
      endpoint,
      chunkSize: CHUNK,
      retryDelays: [100, 200, 400, 800],
      headers: { Cookie: cookie, "X-CSRF-TOKEN": token },
      metadata: { filename: "bücher.bin", filetype: "application/octet-stream" },
      ...options(() => one),
      onSuccess: () => done(one.url),
      onError: failed
    });
    one.start();
  });
}

/** Stops in the middle of the second chunk. */
const url = await new Promise((stopped) => {
  void upload((one) => ({
    onProgress: (sent) => {
      if (sent > CHUNK + CHUNK / 2) {
        void one().abort().then(() => stopped(one().url));
      }
    }
  }));
});
console.log(JSON.stringify({ stopped: new URL(url).pathname }));
console.log(JSON.stringify({ uploaded: new URL(await upload(() => ({ uploadUrl: url }))).pathname }));

const removed = await upload(() => ({}));
await Upload.terminate(removed, { headers: { Cookie: cookie, "X-CSRF-TOKEN": token } });
console.log(JSON.stringify({ removed: new URL(removed).pathname }));
