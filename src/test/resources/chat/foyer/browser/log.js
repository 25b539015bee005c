/*
 * Plays many rooms whose events reach the page shuffled, doubled or not at all, while it fetches what it misses and
 * some of what is old is purged. Throws if the page would show anything but each event once and in order.
 */
async ({ seed, runs }) => {
  const { Log } = await import("foyer/event-log");
  const PAGE = 5;

  const random = window.generator(seed);
  const anyUpTo = (most) => Math.floor(random() * (most + 1));
  const takeAny = (list) => list.splice(anyUpTo(list.length - 1), 1)[0];

  for (let run = 1; run <= runs; run++) {
    play(run);
  }

  function play(run) {
    const room = [];
    const purged = new Set();
    const pushed = [];
    const asked = [];
    const answered = [];

    append(anyUpTo(30));
    const shown = room.slice(-1 - anyUpTo(9));
    const log = new Log(shown[0]?.seq ?? room.length + 1, room.length);
    const from = room.length;

    const moves = {
      append: () => append(1 + anyUpTo(3)),
      hear: () => pushed.length && show(log.hear(takeAny(pushed))),
      ask: () => asked.push({ after: log.last, upTo: log.newest }),
      answer: () => asked.length && answered.push(answer(takeAny(asked))),
      take: () => answered.length && take(takeAny(answered)),
      older: () => shown.unshift(...log.takeOlder(older())),
      purge: () => random() < 0.1 && purge(anyUpTo(5)),
    };
    for (let move = 0; move < 150; move++) {
      takeAny(Object.values(moves))();
      check();
    }
    while (log.last < room.length) {
      take(answer({ after: log.last, upTo: log.newest }));
      check();
    }
    const missing = left().filter(({ seq }) => seq > from && !shown.some((event) => event.seq === seq));
    expect(missing.length === 0, `never shown: ${missing.map(({ seq }) => seq)}`);
    expect(!log.behind, "behind when all is shown");
    const fresh = left().slice(-10);
    const same = shown.filter(({ seq }) => seq >= fresh[0]?.seq && !purged.has(seq));
    expect(JSON.stringify(same) === JSON.stringify(fresh), "snapshot and events are not a fresh snapshot");

    function append(count) {
      for (let i = 0; i < count; i++) {
        const event = { seq: room.length + 1, type: "message", text: `run ${run}` };
        room.push(event);
        pushed.push(...Array(anyUpTo(2)).fill(event));
      }
    }

    function purge(count) {
      left()
        .slice(0, Math.min(count, Math.max(0, left().length - 1)))
        .forEach(({ seq }) => purged.add(seq));
    }

    function left() {
      return room.filter(({ seq }) => !purged.has(seq));
    }

    function answer({ after, upTo }) {
      const events = left().filter(({ seq }) => seq > after).slice(0, PAGE);
      return { after, upTo: events.length === PAGE ? after : upTo, events, lastSeq: room.length };
    }

    function take({ after, upTo, events, lastSeq }) {
      show(log.take(after, shuffled(events), upTo));
      log.expect(lastSeq);
    }

    function older() {
      const events = left().filter(({ seq }) => seq < log.first).slice(-PAGE);
      const overlap = room.filter(({ seq }) => seq >= log.first).slice(0, anyUpTo(2));
      return shuffled([...events, ...events.slice(0, anyUpTo(2)), ...overlap]);
    }

    function shuffled(events) {
      const rest = [...events];
      return events.map(() => takeAny(rest));
    }

    function show(events) {
      shown.push(...events);
    }

    function check() {
      shown.reduce((before, { seq }) => {
        expect(seq > before, `${seq} is shown after ${before}`);
        for (let between = before + 1; between < seq; between++) {
          expect(purged.has(between), `${between} is not shown before ${seq}`);
        }
        return seq;
      }, (shown[0]?.seq ?? 1) - 1);
    }

    function expect(condition, otherwise) {
      if (!condition) {
        throw new Error(`${otherwise}, in run ${run} of seed ${seed}; shown: ${shown.map(({ seq }) => seq)}`);
      }
    }
  }
}
