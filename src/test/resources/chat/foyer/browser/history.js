/*
 * Plays many rooms whose page catches up while people go on talking, answers take their time and some requests fail.
 * Throws if a promise to have caught up is not kept, or if anything is not shown once and in order.
 */
async ({ seed, runs }) => {
  const { History } = await import("foyer/event-log");
  const { Log } = await import("foyer/event-log");
  const ADDRESS = new URL("https://history.example/rooms/a/events");

  const random = window.generator(seed);
  const anyUpTo = (most) => Math.floor(random() * (most + 1));
  const realFetch = window.fetch;
  try {
    for (let run = 1; run <= runs; run++) {
      await play(run);
    }
  } finally {
    window.fetch = realFetch;
  }

  async function play(run) {
    const room = [];
    const pushed = [];
    append(anyUpTo(20));
    const from = room.length;
    const log = new Log(from + 1, from);
    const shown = [];
    const history = new History(ADDRESS, log, (events) => shown.push(...events));
    window.fetch = (address, options) =>
      address.host === ADDRESS.host ? answer(address.searchParams) : realFetch(address, options);

    const promises = [];
    for (let move = 0; move < 30; move++) {
      // The page shows up to 2,000 events at once.
      append(room.length < 1_000 && random() < 0.1 ? 500 : anyUpTo(10));
      pushed.splice(0).forEach((event) => shown.push(...log.hear(event)));
      if (random() < 0.5) {
        promises.push(caughtUp());
      }
      await moment();
    }
    const failures = (await Promise.allSettled(promises)).filter(({ reason }) => reason && reason !== "no line");
    expect(failures.length === 0, String(failures[0]?.reason));
    while ((await Promise.allSettled([caughtUp()]))[0].status === "rejected") {
      await moment();
    }
    check();

    async function caughtUp() {
      const upTo = room.length;
      await history.catchUp();
      expect(log.last >= upTo, `caught up to ${log.last} instead of ${upTo}`);
      check();
    }

    async function answer(query) {
      await moment();
      if (random() < 0.05) {
        throw "no line";
      }
      const after = Number(query.get("after"));
      const events = room.slice(after, after + Number(query.get("limit")));
      const lastSeq = room.length;
      await moment();
      return new Response(JSON.stringify({ events, lastSeq }));
    }

    function append(count) {
      for (let i = 0; i < count; i++) {
        const event = { seq: room.length + 1, type: "message" };
        room.push(event);
        if (random() < 0.5) {
          pushed.push(event);
        }
      }
    }

    function check() {
      shown.forEach(({ seq }, index) => expect(seq === from + index + 1, `${seq} in the place of ${from + index + 1}`));
    }

    function expect(condition, otherwise) {
      if (!condition) {
        throw new Error(`${otherwise}, in run ${run} of seed ${seed}`);
      }
    }
  }

  async function moment() {
    for (let turns = anyUpTo(3); turns > 0; turns--) {
      await new Promise((done) => queueMicrotask(done));
    }
  }
}
