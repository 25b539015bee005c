/*
 * Plays many guests who write in one or two tabs, over lines that are cut at any moment, to a server that is busy at
 * times or silent, with reloads in between, and who lose their seat and come back in another one. Throws if anything
 * that was written is lost, said twice or out of order, or if the guest has to send again what is sent by itself.
 */
async ({ seed, runs }) => {
  const { Outbox } = await import("foyer/outbox");
  const BAD = "bad";
  const BY_ITSELF = ["no-answer", "unavailable"];
  const HOUR = 60 * 60_000;

  const random = window.generator(seed);
  const anyUpTo = (most) => Math.floor(random() * (most + 1));
  const anyOf = (list) => list[anyUpTo(list.length - 1)];

  for (let run = 1; run <= runs; run++) {
    play(run);
  }

  function play(run) {
    let now = 1_000_000;
    const kept = new Map();
    const written = new Map();
    const everLeft = new Set();
    const discarded = new Set();
    const said = [];
    const tabs = [];
    let seat = 1;
    const isPeaceful = { yet: false };
    for (let i = anyUpTo(1); i >= 0; i--) {
      tabs.push(openTab(i));
    }

    const moves = [
      (tab) => written.size < 40 && write(tab),
      (tab) => !tab.isOpen && open(tab),
      (tab) => random() < 0.3 && cut(tab),
      (tab) => random() < 0.1 && reload(tab),
      () => random() < 0.03 && rejoin(),
      hearsNews, hearsNews,
      serverReads, serverReads, serverReads,
      hearsAnswer, hearsAnswer, hearsAnswer,
      hearsEvent, hearsEvent,
      (tab) => lookAtFailed(tab),
      () => wait(random() < 0.05 ? 20_000 : 500),
      () => wait(500),
      () => random() < 0.03 && silence(),
      () => random() < 0.003 && wait(HOUR),
    ];
    for (let move = 0; move < 400; move++) {
      anyOf(moves)(anyOf(tabs));
      check();
    }

    isPeaceful.yet = true;
    for (let round = 0; round < 1_200 && tabs.some((tab) => linesOf(tab).length > 0 || tab.news.length > 0); round++) {
      for (const tab of tabs) {
        [hearsNews, (one) => one.isOpen || open(one), serverReads, hearsAnswer, hearsEvent, lookAtFailed].forEach(
          (move) => move(tab),
        );
        wait(500);
      }
      check();
    }
    tabs.forEach((tab) => {
      const left = linesOf(tab);
      expect(left.length === 0, `left in tab ${tab.name}: ${JSON.stringify(left)}`);
      expect(!tab.outbox.isBusyAt(now), "busy with nothing");
    });
    expect(kept.size === 0, `left in the storage: ${[...kept.keys()]}`);
    for (const [id, { text }] of written) {
      const times = said.filter((one) => one.id === id).length;
      expect(times === 1 || discarded.has(id) || text === BAD, `${id} is said ${times} times`);
    }

    /* The guest */

    function write(tab) {
      const id = `${tab.name}-${written.size + 1}`;
      const text = random() < 0.1 ? BAD : `text of ${id}`;
      written.set(id, { text, tab: tab.name, at: now });
      work(tab, (outbox) => outbox.write(id, text, now));
    }

    function lookAtFailed(tab) {
      const failed = linesOf(tab).filter(({ isLeft }) => isLeft);
      if (failed.length > 0) {
        const { id, text } = anyOf(failed);
        if (text === BAD || (!isPeaceful.yet && random() < 0.2)) {
          discarded.add(id);
          work(tab, (outbox) => outbox.discard(id));
        } else {
          work(tab, (outbox) => outbox.retry(id, now));
        }
      }
    }

    /* The browser */

    function openTab(name) {
      const tab = { name, seat, news: [], frames: [], answers: [], events: [], isOpen: false };
      tab.store = {
        load: () => [...kept.values()].map(read),
        put: (line) => {
          const value = JSON.stringify({ ...line, seat: tab.seat });
          if (kept.get(line.id) !== value) {
            kept.set(line.id, value);
            tellOthers(tab, { id: line.id, value });
          }
        },
        has: (id) => kept.has(id),
        drop: (id) => kept.delete(id) && tellOthers(tab, { id, value: null }),
      };
      tab.outbox = new Outbox(tab.store, now);
      return tab;
    }

    function read(value) {
      const { seat: writtenIn, ...line } = JSON.parse(value);
      return writtenIn === seat ? line : { ...line, error: "seat-gone" };
    }

    function tellOthers(tab, change) {
      tabs.filter((other) => other !== tab).forEach((other) => other.news.push(change));
    }

    function hearsNews(tab) {
      const change = tab.news.shift();
      if (change?.value) {
        work(tab, (outbox) => outbox.otherWrote(read(change.value), now));
      } else if (change) {
        work(tab, (outbox) => outbox.otherDropped(change.id));
      }
    }

    function reload(tab) {
      cut(tab);
      tab.news = [];
      tab.outbox.leave(now);
      tab.seat = seat;
      tab.outbox = new Outbox(tab.store, now);
      catchUp(tab);
    }

    function rejoin() {
      tabs.forEach(cut);
      seat += 1;
      tabs.forEach(reload);
    }

    function work(tab, change) {
      change(tab.outbox);
      tab.outbox.giveUp(now);
      const line = tab.outbox.next(now);
      if (line) {
        expect(tab.isOpen, "sent without a connection");
        expect(line.text === written.get(line.id)?.text, `${line.id} became another text`);
        tab.frames.push({ id: line.id, text: line.text });
      }
      linesOf(tab).forEach(({ id, isLeft, error }) => {
        const age = now - written.get(id).at;
        const isTooSoon = isLeft && BY_ITSELF.includes(error) && age < HOUR;
        const isTooLate = error && !isLeft && age > 1.5 * HOUR;
        expect(!isTooSoon && !isTooLate, `${id} is ${isLeft ? "left" : "not left"} at ${age} ms after ${error}`);
        isLeft && everLeft.add(id);
      });
    }

    function linesOf(tab) {
      return tab.outbox.linesAt(now);
    }

    function wait(span) {
      now += span;
      tabs.forEach((tab) => work(tab, () => {}));
    }

    function silence() {
      for (let ticks = 0; ticks < 35; ticks++) {
        wait(500);
      }
    }

    /* The line */

    function open(tab) {
      catchUp(tab);
      tab.isOpen = true;
      work(tab, (outbox) => outbox.open(now));
    }

    /* What was on the line is lost, save for what the server had read of it. */
    function cut(tab) {
      for (let read = anyUpTo(tab.frames.length); read > 0; read--) {
        serverReads(tab);
      }
      Object.assign(tab, { frames: [], answers: [], events: [], isOpen: false });
      work(tab, (outbox) => outbox.close());
    }

    function catchUp(tab) {
      work(tab, (outbox) => {
        const adopted = outbox.adopted.map(({ id }) => id);
        const isSettled = (one) => one.seat === seat || adopted.includes(one.id);
        said.filter(isSettled).forEach(({ id }) => outbox.settle(id));
      });
    }

    function hearsAnswer(tab) {
      const answer = tab.answers.shift();
      if (answer) {
        work(tab, (outbox) => outbox.answer(answer, now));
      }
    }

    function hearsEvent(tab) {
      const id = tab.events.shift();
      if (id) {
        work(tab, (outbox) => outbox.settle(id));
      }
    }

    /* The server */

    function serverReads(tab) {
      const frame = tab.frames.shift();
      if (frame) {
        tab.answers.push({ id: frame.id, ...takes(frame) });
      }
    }

    function takes({ id, text }) {
      if (text === BAD) {
        return { error: "bad-frame" };
      }
      const mood = isPeaceful.yet ? 1 : random();
      if (mood < 0.1) {
        return { error: "rate-limited", retryAfter: 1 + anyUpTo(2) };
      }
      if (mood < 0.2) {
        return { error: "unavailable" };
      }
      if (!said.some((one) => one.id === id && one.seat === seat)) {
        said.push({ id, text, seat });
        tabs.filter((tab) => tab.isOpen).forEach((tab) => tab.events.push(id));
      }
      return mood < 0.25 ? { error: "unavailable" } : { seq: 1 + said.findIndex((one) => one.id === id && one.seat === seat) };
    }

    /* What must be true all the time */

    function check() {
      for (const id of written.keys()) {
        const isSafe = kept.has(id) || discarded.has(id) || said.some((one) => one.id === id);
        expect(isSafe, `${id} is lost`);
      }
      for (const tab of tabs) {
        const smooth = said.filter(({ id }) => written.get(id).tab === tab.name && !everLeft.has(id));
        const numbers = smooth.map(({ id }) => Number(id.split("-")[1]));
        expect(numbers.every((number, i) => i === 0 || number > numbers[i - 1]), `out of order: ${numbers}`);
      }
    }

    function expect(condition, otherwise) {
      if (!condition) {
        throw new Error(`${otherwise}, in run ${run} of seed ${seed}`);
      }
    }
  }
}
